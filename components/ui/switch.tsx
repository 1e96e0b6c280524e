import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { FieldError } from "@/components/ui/field";

type Props = Omit<ComponentProps<"input">, "type" | "role"> & { label: string; hint?: ReactNode; error?: ReactNode };

/** An on/off switch after its label. */
export function Switch({ label, hint, error, ...rest }: Props) {
  const own = useId();
  const id = rest.id ?? own;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="switchrow" data-wrong={error ? "" : undefined}>
      <div>
        <label htmlFor={id}>{label}</label>
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
        {hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <input {...rest} id={id} className="switch" type="checkbox" role="switch" aria-describedby={described} />
    </div>
  );
}
