"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Calls `left` when another address is there: Next changes the page below without a load. */
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
