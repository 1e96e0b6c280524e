import { useId } from "react";
import type { ReactNode } from "react";
import { CircleAlert } from "@/components/ui/icon";

/** Props that tie a control to its label, error and hint. Spread them on the control. */
export type Control = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

type Props = {
  label: string;
  /** Such as "(optional)": beside the label, but not part of the control's name. */
  aside?: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** Stands between the error and the hint, such as a strength meter. */
  below?: ReactNode;
  id?: string;
  className?: string;
  children: (control: Control) => ReactNode;
};

/** A label, a control, its error, and a hint. */
export function Field({ label, aside, hint, error, below, id: given, className, children }: Props) {
  const own = useId();
  const id = given ?? own;
  const parts = [aside && "aside", error && "error", below && "below", hint && "hint"].filter(Boolean);
  const described = parts.map((part) => `${id}-${part}`).join(" ") || undefined;
  return (
    <div className={className ? `field ${className}` : "field"} data-wrong={error ? "" : undefined}>
      <div className="lab">
        <label htmlFor={id}>{label}</label>
        {aside && <span className="opt" id={`${id}-aside`}>{` ${aside}`}</span>}
      </div>
      {children({ id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {below && <div id={`${id}-below`}>{below}</div>}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A sentence that says what is wrong, and what to do. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="error" id={id}>
      <CircleAlert />
      <span>{children}</span>
    </p>
  );
}
