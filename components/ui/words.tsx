import { Children } from "react";
import type { ReactNode } from "react";

/**
 * Puts each text among what it is given into an element of its own. A browser that translates a page replaces its texts: React finds its
 * elements again, and never a text that stood beside others.
 */
export function Words({ children }: { children: ReactNode }) {
  return Children.map(children, (child) => (isText(child) ? <span>{child}</span> : child));
}

const isText = (child: ReactNode) => typeof child === "number" || (typeof child === "string" && child.trim() !== "");
