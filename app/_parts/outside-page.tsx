import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type Props = {
  title: string;
  text?: ReactNode;
  head?: ReactNode;
  foot?: ReactNode;
  /** Information at the right of a wide window. Without it, the page is one column. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A page outside the panel. */
export function OutsidePage({ title, text, head, foot, aside, children }: Props) {
  return (
    <div
      className={classes(
        "grid min-h-dvh bg-sheet max-lg:grid-cols-1",
        Boolean(aside) && "grid-cols-[minmax(440px,5fr)_7fr]",
      )}
    >
      <div className="grid min-w-0 grid-rows-[auto_1fr_auto] px-10 pt-7 pb-5 max-lg:px-5 max-lg:pt-5 max-lg:pb-3">
        {head && <header>{head}</header>}
        <main className={classes(mainLook, aside ? "pb-8 max-lg:pb-6" : "pb-[14dvh]")}>
          <div>
            <h1 className="text-28 [letter-spacing:-0.016em]">{title}</h1>
            {text && <p className="mt-1.5 text-muted">{text}</p>}
          </div>
          {children}
        </main>
        {foot && <footer>{foot}</footer>}
      </div>
      {aside}
    </div>
  );
}

const mainLook = classes(
  "m-auto grid w-[min(360px,100%)] min-w-0 gap-5 pt-8 [--control:40px]",
  "max-lg:pt-6 max-lg:[--control:44px] max-md:mt-0",
);
