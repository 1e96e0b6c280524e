import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

type Props = {
  id: string;
  title: string;
  text: ReactNode;
  /** Its place among the headings of the page. */
  heading?: "h2" | "h3";
  /** What was saved here without JavaScript, which would have said it in a toast. */
  saved?: string | false;
  /** A list stands in it, not a form. */
  wide?: boolean;
  children: ReactNode;
};

/** One thing to set: what it is at the left, its form at the right. */
export function Setting({ id, title, text, heading: Heading = "h3", saved, wide, children }: Props) {
  return (
    <section className="setting" aria-labelledby={id}>
      <header>
        <Heading id={id}>{title}</Heading>
        <p>{text}</p>
      </header>
      <div className={wide ? "min-w-0" : "max-w-[520px] min-w-0"}>
        {saved && (
          <div className="pb-4">
            <Notice tone="success" role="status">{saved}</Notice>
          </div>
        )}
        {children}
      </div>
    </section>
  );
}
