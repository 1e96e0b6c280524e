import type { ReactNode } from "react";

/** An empty list: what it is for, and how to add the first row. */
export function Empty({ drawn, title, heading: Heading = "h3", children, action }: Props) {
  return (
    <div className="empty">
      {drawn && (
        <div className="drawn" aria-hidden="true">
          {drawn}
        </div>
      )}
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

type Props = {
  /** A drawing in text, such as an ID with a gap: `1234-567-89<i>/</i><span>…</span>`. */
  drawn?: ReactNode;
  title: string;
  /** The level of its heading. */
  heading?: "h2" | "h3";
  children?: ReactNode;
  action?: ReactNode;
};
