"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Calls `left` after the address changes. Next changes the page underneath without a load. */
export function useLeaving(left: () => void) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const drawnAt = useRef(address);
  const latest = useRef(left);
  useEffect(() => void (latest.current = left));
  useEffect(() => {
    if (address === drawnAt.current) return;
    drawnAt.current = address;
    latest.current();
  }, [address]);
}
