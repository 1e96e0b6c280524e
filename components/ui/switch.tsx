import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Hint } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";

type Props = Omit<ComponentProps<"input">, "type" | "role"> & { label: string; hint?: ReactNode; error?: ReactNode };

/** An on/off switch after its label. */
export function Switch({ label, hint, error, ...rest }: Props) {
  const own = useId();
  const id = rest.id ?? own;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="switch-row flex items-start justify-between gap-3" data-wrong={error ? "" : undefined}>
      <div>
        <label className="font-medium" htmlFor={id}>
          {label}
        </label>
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
        {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      </div>
      <input {...rest} id={id} className={look} type="checkbox" role="switch" aria-describedby={described} />
    </div>
  );
}

const look = classes(
  "relative m-0 h-5 w-8.5 flex-none cursor-pointer appearance-none rounded-3 border border-line-control bg-sunken",
  "[transition:background_var(--fast),border-color_var(--fast)] checked:border-accent checked:bg-accent",
  'after:absolute after:top-0.5 after:left-0.5 after:size-3.5 after:rounded-[50%] after:bg-line-control after:content-[""]',
  "after:[transition:translate_var(--mid)_var(--ease),background_var(--fast)]",
  "checked:after:[translate:14px_0] checked:after:bg-on-accent",
  "forced-colors:appearance-auto forced-colors:forced-color-adjust-none forced-colors:after:hidden",
);
