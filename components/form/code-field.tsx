"use client";

import { useEffect, useRef } from "react";
import { useField, useSubmit } from "@/components/form/form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { codeOf } from "@/lib/isomorphic/typed-signs";

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
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // One that came back refused, without JavaScript, was sent too.
  const sent = useRef(initial);

  // Each way of sending counts: a code goes once by itself. Refused, it is sent again only by the button.
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

  /** As a person types, the cells hold digits alone; the server takes blanks and dashes out by itself. */
  function typed(element: HTMLInputElement) {
    const code = codeOf(element.value);
    if (code !== element.value) element.value = code;
    clearTimeout(timer.current);
    if (sends && /^[0-9]{6}$/.test(code) && code !== sent.current) timer.current = setTimeout(submit, sendsAfter);
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
              ref={input}
              inputMode="numeric"
              maxLength={24}
              // What is still composed is the keyboard's: to write over it would end it.
              onInput={({ nativeEvent, currentTarget }) => (nativeEvent as InputEvent).isComposing || typed(currentTarget)}
              onCompositionEnd={({ currentTarget }) => typed(currentTarget)}
            />
          </span>
        ) : (
          <Input {...shared} {...rest} {...control} {...ties} code maxLength={64} />
        )
      }
    </Field>
  );
}
