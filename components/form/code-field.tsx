"use client";

import { useEffect, useRef } from "react";
import { useField, useSubmit } from "@/components/form/form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Whoever presses the button at once is faster. */
const sendsAfter = 700;

type Props = {
  label: string;
  hint?: string;
  name?: string;
  /** Of an app alone: six digits, in six cells. Otherwise a backup code fits too. */
  digits?: boolean;
  /** The sixth digit sends the form. */
  sends?: boolean;
  autoFocus?: boolean;
  "data-autofocus"?: "";
};

/** A one-time code: one real input, which browsers and password managers fill in. */
export function CodeField({ label, hint, name = "code", digits = false, sends = false, ...rest }: Props) {
  const { control, initial, error } = useField(name);
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function typed(input: HTMLInputElement) {
    const code = input.value.replace(/\s/g, "");
    // As somebody types, the cells hold digits alone; the server takes blanks and dashes out by itself.
    if (code !== input.value) input.value = code;
    clearTimeout(timer.current);
    if (sends && /^[0-9]{6}$/.test(code)) timer.current = setTimeout(submit, sendsAfter);
  }

  const shared = { autoComplete: "one-time-code", autoCorrect: "off", enterKeyHint: "go", defaultValue: initial } as const;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ties) =>
        digits ? (
          <span className={error ? "otc bad" : "otc"}>
            <input
              {...shared}
              {...rest}
              {...control}
              {...ties}
              inputMode="numeric"
              maxLength={24}
              onInput={(event) => typed(event.currentTarget)}
              onKeyDown={(event) => event.key === "Enter" && clearTimeout(timer.current)}
            />
          </span>
        ) : (
          <Input {...shared} {...rest} {...control} {...ties} code maxLength={64} />
        )
      }
    </Field>
  );
}
