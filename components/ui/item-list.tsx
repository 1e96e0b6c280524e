import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/components/ui/classes";

/** A framed list of things with their buttons, such as sessions. */
export const ItemList = ({ className, ...props }: ComponentProps<"ul">) => (
  <ul className={classes("item-list", className)} {...props} />
);

type Props = {
  icon?: ReactNode;
  title?: ReactNode;
  /** Says something about the things below. */
  lead?: boolean;
  /** Stands at the right: a button, a state or a time. In a very narrow window, below. */
  end?: ReactNode;
  /** Paragraphs below the title. */
  children?: ReactNode;
};

/** One thing of the list. */
export function Item({ icon, title, lead, end, children }: Props) {
  return (
    <li className={lead ? "item-lead" : undefined}>
      {icon}
      {/* React keeps no text node for a text that is alone in its element, so a browser may translate it. */}
      {title ? (
        <div>
          <b>{title}</b>
          {children}
        </div>
      ) : (
        <div>{children}</div>
      )}
      {icon && end ? <div className="item-end">{end}</div> : end}
    </li>
  );
}
