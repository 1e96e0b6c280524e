import { useId } from "react";
import type { ReactNode } from "react";
import { FieldError } from "@/components/ui/field-error";

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
  children: (control: Control) => ReactNode;
};

/** A label, a control, its error, and a hint. */
export function Field({ label, aside, hint, error, below, id: given, children }: Props) {
  const own = useId();
  const id = given ?? own;
  const parts = [aside && "aside", error && "error", below && "below", hint && "hint"].filter(Boolean);
  const described = parts.map((part) => `${id}-${part}`).join(" ") || undefined;
  return (
    <div className="grid min-w-0 content-start gap-1.5" data-wrong={error ? "" : undefined}>
      <div className={labelLook}>
        <label htmlFor={id}>{label}</label>
        {aside && <span className="font-normal text-faint" id={`${id}-aside`}>{` ${aside}`}</span>}
      </div>
      {children({ id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {below && <div id={`${id}-below`}>{below}</div>}
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
    </div>
  );
}

/** What to know before one types. */
export function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="text-13 wrap-anywhere text-muted" id={id}>
      {children}
    </p>
  );
}

/** Two short fields side by side, if there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">{children}</div>;
}

/** The look of a label above its control. */
export const labelLook = "text-14 font-medium";
