import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { labelLook } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";

export type Card = {
  value: string;
  label: string;
  meaning: string;
  sign?: ReactNode;
  /** Why this card cannot be chosen, in place of its meaning. */
  withheld?: string;
};

type Props = Omit<ComponentProps<"input">, "type" | "value" | "defaultValue" | "defaultChecked" | "id"> & {
  label: string;
  cards: readonly Card[];
  defaultValue?: string;
  error?: ReactNode;
};

/** A few choices as joined rows: radio button, word and meaning, sign. */
export function RadioCards({ label, cards, defaultValue, error, ...rest }: Props) {
  const id = useId();
  return (
    <fieldset data-wrong={error ? "" : undefined} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={labelLook}>{label}</legend>
      <div className="mt-1.5 grid rounded-2 border border-line-control bg-raised">
        {cards.map((card) => (
          <label className={cardLook} key={card.value} aria-disabled={card.withheld ? "true" : undefined}>
            <input
              {...rest}
              className="outline-none"
              type="radio"
              value={card.value}
              defaultChecked={card.value === defaultValue}
              disabled={card.withheld !== undefined}
              aria-labelledby={`${id}-${card.value}`}
              aria-describedby={`${id}-${card.value}-meaning`}
            />
            <span>
              <b
                className="block font-semibold in-aria-disabled:font-medium in-aria-disabled:text-faint"
                id={`${id}-${card.value}`}
              >
                {card.label}
              </b>
              <small className="block text-13 text-muted" id={`${id}-${card.value}-meaning`}>
                {card.withheld ?? card.meaning}
              </small>
            </span>
            {card.sign}
          </label>
        ))}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}

const cardLook = classes(
  "relative grid cursor-pointer grid-cols-[18px_1fr_auto] items-center gap-x-2.5 px-3 py-1.75",
  "not-first:border-t not-first:border-line first:rounded-t-[6px] last:rounded-b-[6px]",
  "hover:bg-hover hover:[transition:background_var(--fast)] has-checked:bg-accent-soft aria-disabled:cursor-not-allowed",
  "has-focus-visible:z-1 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus",
  "forced-colors:border forced-colors:has-checked:outline-2 forced-colors:has-checked:-outline-offset-2",
  "forced-colors:has-checked:outline-[Highlight] [&>svg:last-child]:h-3.5 [&>svg:last-child]:w-5.5",
);
