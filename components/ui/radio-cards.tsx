import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { FieldError } from "@/components/ui/field";

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
      <legend>{label}</legend>
      <div className="cards">
        {cards.map((card) => (
          <label className="card" key={card.value} aria-disabled={card.withheld ? "true" : undefined}>
            <input
              {...rest}
              type="radio"
              value={card.value}
              defaultChecked={card.value === defaultValue}
              disabled={card.withheld !== undefined}
              aria-labelledby={`${id}-${card.value}`}
              aria-describedby={`${id}-${card.value}-meaning`}
            />
            <span>
              <b id={`${id}-${card.value}`}>{card.label}</b>
              <small id={`${id}-${card.value}-meaning`}>{card.withheld ?? card.meaning}</small>
            </span>
            {card.sign}
          </label>
        ))}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
