"use client";

import { useId, useRef } from "react";
import type { ChangeEvent, ComponentProps, FocusEvent, KeyboardEvent } from "react";
import { classes } from "@/components/ui/classes";
import { ChevronDown, X } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { Option, OptionGroup } from "@/components/ui/select";
import { isApple } from "@/components/ui/shortcut";

type Props = Omit<ComponentProps<"select">, "children" | "className"> & {
  label: string;
  options: readonly (Option | OptionGroup)[];
  /** Marks a value that differs from the default. */
  set?: boolean;
  /** Submits the form when another value is chosen. While keys only step through the options, it waits for blur or Enter. */
  submits?: boolean;
  /** For the foot of a list. */
  foot?: boolean;
};

/** A filter: one control with its name inside. */
export function Pick({ label, options, set, submits, foot, ...rest }: Props) {
  const passing = useRef(false);
  const unsent = useRef(false);
  const send = (select: HTMLSelectElement) => {
    unsent.current = false;
    select.form?.requestSubmit();
  };
  const sending = submits && {
    onPointerDown: () => void (passing.current = false),
    onKeyDown: (event: KeyboardEvent<HTMLSelectElement>) => {
      if (event.key === "Enter" && unsent.current) send(event.currentTarget);
      passing.current = !opensChoices(event);
    },
    onChange: ({ currentTarget }: ChangeEvent<HTMLSelectElement>) => {
      if (passing.current) unsent.current = true;
      else send(currentTarget);
    },
    onBlur: (event: FocusEvent<HTMLSelectElement>) => unsent.current && send(event.currentTarget),
  };
  return (
    <label className={classes("pick", set && "pick-set", foot && "pick-foot")}>
      <span>{label}</span>
      <select {...rest} {...sending}>
        {options.map((option) =>
          "options" in option ? (
            <optgroup key={option.options[0]?.value} label={option.label}>
              {option.options.map(drawn)}
            </optgroup>
          ) : (
            drawn(option)
          ),
        )}
      </select>
      <ChevronDown />
    </label>
  );
}

/** Whether a key opens the list, where a choice is final as with a pointer: Alt, Space, Enter, and the up and down arrows on a Mac. */
const opensChoices = ({ key, altKey }: KeyboardEvent) =>
  altKey || key === " " || key === "Enter" || (isApple() && (key === "ArrowDown" || key === "ArrowUp"));

const drawn = ({ value, label }: Option) => (
  <option key={value} value={value}>
    {label}
  </option>
);

type FieldProps = Omit<ComponentProps<"input">, "className" | "list"> & {
  label: string;
  set?: boolean;
  /** Common values. Others can be typed. */
  suggestions?: readonly Option[];
};

/** A filter that is typed into: a field with its name inside. */
export function PickField({ label, set, suggestions, ...rest }: FieldProps) {
  const list = useId();
  return (
    <label className={classes("pick", set && "pick-set")}>
      <span>{label}</span>
      <input dir="auto" {...rest} list={suggestions && list} className={rest.type === "date" ? "w-33" : undefined} />
      {suggestions && <datalist id={list}>{suggestions.map(drawn)}</datalist>}
    </label>
  );
}

type LinkProps = Omit<ComponentProps<typeof Link>, "className" | "children"> & { label: string; value: string };

/** A filter that is set and has no control: a link that removes it. */
export function PickLink({ label, value, ...rest }: LinkProps) {
  return (
    <Link {...rest} className="pick pick-set max-w-full text-text no-underline">
      <span className="flex-none">{label}</span>
      {/* A login may be wider than a phone. */}
      <b className="min-w-0 py-1.25 pr-8 pl-1.5 wrap-anywhere" dir="auto">
        {value}
      </b>
      <X />
    </Link>
  );
}
