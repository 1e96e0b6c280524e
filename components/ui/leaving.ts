"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Calls `left` after the URL changes. Next changes the page underneath without a load. */
export function useLeaving(left: () => void) {
  const url = `${usePathname()}?${useSearchParams()}`;
  const drawnAt = useRef(url);
  const latest = useRef(left);
  useEffect(() => void (latest.current = left));
  useEffect(() => {
    if (url === drawnAt.current) return;
    drawnAt.current = url;
    latest.current();
  }, [url]);
}
