import type { ReactNode } from "react";

type Props = { id: string; title: string; text: ReactNode; children: ReactNode };

/** One thing to set: what it is at the left, its form at the right. */
export function Setting({ id, title, text, children }: Props) {
  return (
    <section className="setting" aria-labelledby={id}>
      <header>
        <h3 id={id}>{title}</h3>
        <p>{text}</p>
      </header>
      <div className="max-w-[520px] min-w-0">{children}</div>
    </section>
  );
}
