"use client";

import type { ComponentProps } from "react";
import type { Option } from "@/components/ui/select";
import { ChevronDown } from "@/components/ui/icon";

type Props = Omit<ComponentProps<"select">, "children" | "className"> & {
  label: string;
  options: readonly Option[];
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
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      <ChevronDown />
    </label>
  );
}
