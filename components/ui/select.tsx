import type { ComponentProps } from "react";
import { ChevronDown } from "@/components/ui/icon";

export type Option = { value: string; label: string };
export type OptionGroup = { label: string; options: readonly Option[] };

export function Select({ options, ...rest }: ComponentProps<"select"> & { options: readonly Option[] }) {
  return (
    <span className="select">
      <select {...rest}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      <ChevronDown />
    </span>
  );
}
