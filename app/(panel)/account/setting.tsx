import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

type Props = {
  id: string;
  title: string;
  text: ReactNode;
  /** The level of its heading. */
  heading?: "h2" | "h3";
  /** Confirms a save without JavaScript. With JavaScript, a toast does. */
  saved?: string | false;
  /** For a list instead of a form. */
  wide?: boolean;
  children: ReactNode;
};

/** One setting: its description at the left, its form at the right. */
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
            <Notice tone="success" role="status">
              {saved}
            </Notice>
          </div>
        )}
        {children}
      </div>
    </section>
  );
}
