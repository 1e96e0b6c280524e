"use client";

import { useEffect, useRef } from "react";
import { useSubmit } from "@/components/form/form-context";
import type { RegisteredField } from "@/components/form/use-fields";
import { classes } from "@/components/ui/classes";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { codeOf } from "@/lib/isomorphic/typed-signs";

/** In milliseconds: leaves time to press the button first. */
const sendsAfter = 700;

type Props = RegisteredField & {
  label: string;
  hint?: string;
  /** For an app's code only: six digits, in six cells. Otherwise a backup code fits too. */
  digits?: boolean;
  /** Sends the form after the sixth digit. */
  sends?: boolean;
  autoFocus?: boolean;
  "data-autofocus"?: "";
};

/** A one-time code in one real input, which browsers and password managers can fill in. */
export function CodeField({ label, hint, error, digits = false, sends = false, ...control }: Props) {
  const submit = useSubmit();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Without JavaScript, a refused code comes back with the page. It counts as sent.
  const sent = useRef(control.defaultValue);

  // A code is sent automatically only once, however it was sent before. After a refusal, only the button sends it again.
  useEffect(() => {
    const form = input.current?.form;
    const submitted = () => {
      clearTimeout(timer.current);
      sent.current = input.current!.value;
    };
    form?.addEventListener("submit", submitted);
    return () => {
      clearTimeout(timer.current);
      form?.removeEventListener("submit", submitted);
    };
  }, []);

  /** Reduces the input to digits while the user types. The server removes blanks and dashes itself. */
  function typed(element: HTMLInputElement) {
    const code = codeOf(element.value);
    if (code !== element.value) element.value = code;
    clearTimeout(timer.current);
    if (sends && /^[0-9]{6}$/.test(code) && code !== sent.current) timer.current = setTimeout(submit, sendsAfter);
  }

  const shared = {
    autoComplete: "one-time-code",
    autoCorrect: "off",
    enterKeyHint: "go",
  } as const;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ties) =>
        digits ? (
          <span className={classes("code-cells", error && "border-danger [box-shadow:inset_0_0_0_1px_var(--danger)]")}>
            <input
              {...shared}
              {...control}
              {...ties}
              ref={input}
              inputMode="numeric"
              maxLength={24}
              // During composition the keyboard owns the text; writing over it would end the composition.
              onInput={({ nativeEvent, currentTarget }) =>
                (nativeEvent as InputEvent).isComposing || typed(currentTarget)
              }
              onCompositionEnd={({ currentTarget }) => typed(currentTarget)}
            />
          </span>
        ) : (
          <Input {...shared} {...control} {...ties} code maxLength={64} />
        )
      }
    </Field>
  );
}
