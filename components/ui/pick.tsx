"use client";

import { useId, useRef } from "react";
import type { ChangeEvent, ComponentProps, FocusEvent, KeyboardEvent } from "react";
import { classes } from "@/components/ui/classes";
import { ChevronDown, X } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { Option, OptionGroup } from "@/components/ui/select";
import { isApple } from "@/components/ui/shortcut";

const box = classes(
  "relative flex items-center rounded-2 border has-aria-invalid:border-danger",
  "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus",
);
const plain = "border-line-control bg-raised hover:bg-hover";
const changed = classes(
  "border-accent bg-accent-soft",
  "forced-colors:outline-2 forced-colors:-outline-offset-2 forced-colors:outline-[Highlight]",
);
const control = "rounded-2 border-0 bg-transparent pl-1.5 font-medium field-sizing-content outline-none";
/** In the foot of a list, it is low. Above a list, it has a line of its own on a phone. */
const small = { box: "min-h-7.5 phone:min-h-11", label: "pl-2.25", control: "min-h-7 py-0.5 phone:min-h-11" };
const normal = {
  box: "min-h-control max-md:basis-full",
  label: "pl-2.75",
  control: "min-h-[calc(var(--control)-2px)] py-1.25 max-md:flex-1 max-md:text-right",
};
const icon = "pointer-events-none absolute right-2.25 size-3.5 text-muted";

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
  const size = foot ? small : normal;
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
    <label className={classes(box, set ? changed : plain, size.box)}>
      <span className={classes(size.label, "text-muted")}>{label}</span>
      <select
        {...rest}
        {...sending}
        className={classes(control, "cursor-pointer appearance-none pr-7.5 *:bg-raised *:text-text", size.control)}
      >
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
      <ChevronDown className={icon} />
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
    <label className={classes(box, set ? changed : plain, normal.box)}>
      <span className={classes(normal.label, "text-muted")}>{label}</span>
      <input
        dir="auto"
        {...rest}
        list={suggestions && list}
        className={classes(
          control,
          normal.control,
          "max-w-55 min-w-24 pr-2.75 placeholder:text-text placeholder:opacity-100 max-md:max-w-none",
          rest.type === "date" && "w-33",
        )}
      />
      {suggestions && <datalist id={list}>{suggestions.map(drawn)}</datalist>}
    </label>
  );
}

type LinkProps = Omit<ComponentProps<typeof Link>, "className" | "children"> & { label: string; value: string };

/** A filter that is set and has no control: a link that removes it. */
export function PickLink({ label, value, ...rest }: LinkProps) {
  return (
    <Link {...rest} className={classes(box, changed, normal.box, "max-w-full text-text no-underline")}>
      <span className={classes(normal.label, "flex-none text-muted")}>{label}</span>
      {/* A login may be wider than a phone. */}
      <b className="min-w-0 py-1.25 pr-8 pl-1.5 wrap-anywhere" dir="auto">
        {value}
      </b>
      <X className={icon} />
    </Link>
  );
}
