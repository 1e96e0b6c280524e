import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
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

/** The settings of a page, below its heading. */
export function Settings({ children }: { children: ReactNode }) {
  return <div className="max-w-260 px-gutter [&_.switch-row]:max-w-105">{children}</div>;
}

/** One setting: its description at the left, its form at the right. */
export function Setting({ id, title, text, heading: Heading = "h3", saved, wide, children }: Props) {
  return (
    <section className={look} aria-labelledby={id}>
      <header>
        {/* A link to it stops below the top bar, which has two rows on a phone. */}
        <Heading id={id} className="scroll-mt-28 text-[0.9375rem]">
          {title}
        </Heading>
        <p className="mt-1 text-13 text-muted">{text}</p>
      </header>
      <div className={classes("min-w-0", !wide && "max-w-130")}>
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

const look = classes(
  "grid grid-cols-[minmax(0,232px)_minmax(0,1fr)] gap-x-10 gap-y-3 border-b border-line py-6 last:border-b-0",
  "max-md:grid-cols-1 max-md:py-5",
);
