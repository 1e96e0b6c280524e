import { classes } from "@/components/ui/classes";

/** A drawing of an ID without its person. */
export function MissingId({ account, person }: { account: string; person: string }) {
  return (
    <div className={idLook} aria-hidden="true">
      <bdi>{account}</bdi>
      <i className="px-2 font-bold text-accent not-italic">/</i>
      <span className={personLook}>{person}</span>
    </div>
  );
}

const idLook = classes(
  "mb-4 flex flex-wrap items-center justify-center font-mono text-[1.75rem]/[2.5rem] font-medium [letter-spacing:-0.03em]",
  "text-muted max-sm:text-[1.25rem]",
);

const personLook = classes(
  "rounded-2 border-[1.5px] border-dashed border-line-control px-3.5 font-sans text-[1rem]/[2.25rem] font-normal",
  "[letter-spacing:0] max-sm:px-2.5 max-sm:text-[0.875rem]/[2rem]",
);
