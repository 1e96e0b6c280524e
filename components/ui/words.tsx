import { Children } from "react";
import type { ReactNode } from "react";

/**
 * Wraps each text among its children in an element of its own. When a browser translates a page, it replaces text nodes. React still finds
 * its elements, but not a text node beside others.
 */
export function Words({ children }: { children: ReactNode }) {
  return Children.map(children, (child) => (isText(child) ? <span>{child}</span> : child));
}

const isText = (child: ReactNode) => typeof child === "number" || (typeof child === "string" && child.trim() !== "");
