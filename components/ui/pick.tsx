"use client";

import { useId, type ComponentProps } from "react";
import type { Option, OptionGroup } from "@/components/ui/select";
import { ChevronDown } from "@/components/ui/icon";

type Props = Omit<ComponentProps<"select">, "children" | "className"> & {
  label: string;
  options: readonly (Option | OptionGroup)[];
  /** It differs from its default, so it is marked. */
  set?: boolean;
  /** Send its form as soon as another is chosen. */
  submits?: boolean;
};

/** A filter: one control with its name inside. */
export function Pick({ label, options, set, submits, ...rest }: Props) {
  return (
    <label className={set ? "pick set" : "pick"}>
      <span>{label}</span>
      <select {...rest} onChange={submits ? (event) => event.currentTarget.form?.requestSubmit() : rest.onChange}>
        {options.map((option) =>
          "options" in option ? (
            <optgroup key={option.label} label={option.label}>
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

const drawn = ({ value, label }: Option) => <option key={value} value={value}>{label}</option>;

type FieldProps = Omit<ComponentProps<"input">, "className" | "list"> & {
  label: string;
  set?: boolean;
  /** What is mostly wanted; anything else can be typed. */
  suggestions?: readonly Option[];
};

/** A filter that is typed: a field with its name inside. */
export function PickField({ label, set, suggestions, ...rest }: FieldProps) {
  const list = useId();
  return (
    <label className={set ? "pick set" : "pick"}>
      <span>{label}</span>
      <input {...rest} list={suggestions && list} />
      {suggestions && (
        <datalist id={list}>
          {suggestions.map(drawn)}
        </datalist>
      )}
    </label>
  );
}
