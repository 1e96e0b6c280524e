"use client";

import { useImperativeHandle, useRef, useState } from "react";
import type { ComponentProps } from "react";
import { Eye, EyeOff, Refresh } from "@/components/ui/icon";

type Props = Omit<ComponentProps<"input">, "type"> & {
  /** Label of the button that shows what is typed, and of the one that hides it again. */
  show: string;
  hide: string;
  /** With it there is a button that fills in what `make` returns, and shows it. */
  generate?: { label: string; make: () => string };
};

/** A password that can be shown, and perhaps generated. Both need JavaScript and are not there without. */
export function PasswordInput({ show, hide, generate, ref, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  useImperativeHandle(ref, () => input.current!, []);

  function fill() {
    type(input.current!, generate!.make());
    setShown(true);
  }

  const toggle = shown ? hide : show;
  return (
    <div className={generate ? "joined" : "joined one"}>
      <input
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
        ref={input}
        type={shown ? "text" : "password"}
        className={shown ? "input code" : "input"}
      />
      <div className="in needs-script">
        {generate && (
          <button type="button" className="btn icon quiet" aria-label={generate.label} title={generate.label} onClick={fill}>
            <Refresh />
          </button>
        )}
        <button type="button" className="btn icon quiet" aria-label={toggle} title={toggle} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff /> : <Eye />}
        </button>
      </div>
    </div>
  );
}

/** As if a person had typed it: the form around hears of it. */
function type(input: HTMLInputElement, text: string) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
