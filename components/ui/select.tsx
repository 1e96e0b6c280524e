import type { ComponentProps } from "react";
import { ChevronDown } from "@/components/ui/icon";

/** `lang` is the language of the label, if it is not the page's. */
export type Option = { value: string; label: string; lang?: string };
export type OptionGroup = { label: string; options: readonly Option[] };

/** A choice from a list, without its label. */
export function Select({ options, ...rest }: ComponentProps<"select"> & { options: readonly Option[] }) {
  return (
    <span className="relative block">
      <select {...rest} className="input appearance-none pr-8.5 text-ellipsis">
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-muted" />
    </span>
  );
}
