"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Says what a list shows after a search, a filter, an order or a page, also where it is as many rows as before. The
 * focus stays where it is; where what had it is gone, such as *Next* on the last page, the list gets it.
 */
export function ListNews({ children }: { children: string }) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const first = useRef(address);
  const news = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (address !== first.current && document.activeElement === document.body) news.current!.focus({ preventScroll: true });
    first.current = address;
  }, [address]);
  return (
    <span className="sr" role="status" ref={news} tabIndex={-1}>
      <span key={address}>{children}</span>
    </span>
  );
}
