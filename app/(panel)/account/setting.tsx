import type { ReactNode } from "react";

type Props = {
  id: string;
  title: string;
  text: ReactNode;
  /** Its place among the headings of the page. */
  heading?: "h2" | "h3";
  children: ReactNode;
};

/** One thing to set: what it is at the left, its form at the right. */
export function Setting({ id, title, text, heading: Heading = "h3", children }: Props) {
  return (
    <section className="setting" aria-labelledby={id}>
      <header>
        <Heading id={id}>{title}</Heading>
        <p>{text}</p>
      </header>
      <div className="max-w-[520px] min-w-0">{children}</div>
    </section>
  );
}
