"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Announces what a list shows after a search, filter, sort or page change, even if the number of rows is the same. The focus stays in
 * place. If its element is gone, such as *Next* on the last page, the list gets the focus.
 */
export function ListNews({ children }: { children: string }) {
  const url = `${usePathname()}?${useSearchParams()}`;
  const first = useRef(url);
  const news = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (url !== first.current && document.activeElement === document.body) news.current!.focus({ preventScroll: true });
    first.current = url;
  }, [url]);
  return (
    <span className="sr-only" role="status" ref={news} tabIndex={-1}>
      <span key={url}>{children}</span>
    </span>
  );
}
