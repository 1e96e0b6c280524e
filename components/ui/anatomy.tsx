import { classes } from "@/components/ui/classes";

type Part = { text: string; label: string };

/** An ID in its parts: a bracket and a name under each side of the slash. Larger at the side of a page. */
export function Anatomy({ account, person }: { account: Part; person: Part }) {
  return (
    <span className={look}>
      <Bracketed {...account} />
      <i className="px-[0.34em] font-bold text-accent not-italic in-[aside]:text-on-deep-slash">/</i>
      <Bracketed {...person} />
    </span>
  );
}

const look = classes(
  "inline-flex flex-wrap items-start font-mono text-[1.0625rem]/[1.5rem] font-medium [letter-spacing:-0.02em]",
  "in-[aside]:text-[1.625rem]/[2.25rem]",
);

function Bracketed({ text, label }: Part) {
  return (
    // If the label below is longer than the part above, that part stays at the slash.
    <span className="grid justify-items-stretch first:text-right">
      <span>{text}</span>
      <small className={bracketLook}>
        <em className={labelLook}>{label}</em>
      </small>
    </span>
  );
}

const bracketLook = classes(
  "relative mt-0.5 mb-4.75 h-1.25 min-w-0 border border-t-0 border-line-control pt-0.75",
  "in-[aside]:border-on-deep-muted",
);

const labelLook = classes(
  "relative top-1 m-auto block w-max font-sans text-12 font-normal [letter-spacing:0] text-muted not-italic",
  "in-[aside]:text-[0.8125rem] in-[aside]:text-on-deep-muted",
);
