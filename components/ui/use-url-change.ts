"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Calls `onChange` after the URL changes. Next changes the page underneath without a load. */
export function useUrlChange(onChange: () => void) {
  const url = `${usePathname()}?${useSearchParams()}`;
  const drawnAt = useRef(url);
  const latest = useRef(onChange);
  useEffect(() => void (latest.current = onChange));
  useEffect(() => {
    if (url === drawnAt.current) return;
    drawnAt.current = url;
    latest.current();
  }, [url]);
}
