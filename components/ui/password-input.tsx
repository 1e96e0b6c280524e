"use client";

import { useImperativeHandle, useRef, useState } from "react";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { CopyButton } from "@/components/ui/copy-button";
import { codeLook } from "@/components/ui/input";
import { Eye, EyeOff, Refresh } from "@/components/ui/icon";

type Props = Omit<ComponentProps<"input">, "type"> & {
  /** Labels of the button that shows the password, and of the one that hides it. */
  show: string;
  hide: string;
  /** Adds a button that fills in what `make` returns, shows it, and offers to copy it. */
  generate?: { label: string; make: () => string; copy: Omit<ComponentProps<typeof CopyButton>, "value" | "iconOnly"> };
};

/** A password field with buttons to show and generate a password. Both need JavaScript and are hidden without it. */
export function PasswordInput({ show, hide, generate, ref, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [made, setMade] = useState("");
  useImperativeHandle(ref, () => input.current!, []);

  function fill() {
    const password = generate!.make();
    type(input.current!, password);
    setMade(password);
    setShown(true);
  }

  const toggle = shown ? hide : show;
  return (
    <div className="relative flex">
      <input
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
        ref={input}
        type={shown ? "text" : "password"}
        className={classes("input", made ? "pr-29.5" : generate ? "pr-21" : "pr-11", shown && codeLook)}
        onInput={(event) => event.currentTarget.value !== made && setMade("")}
      />
      <div className="field-buttons needs-script">
        {generate && <Button icon={<Refresh />} label={generate.label} variant="quiet" onClick={fill} />}
        {generate && made && <CopyButton {...generate.copy} value={made} iconOnly />}
        <Button icon={shown ? <EyeOff /> : <Eye />} label={toggle} variant="quiet" onClick={() => setShown(!shown)} />
      </div>
    </div>
  );
}

/** Sets the value as typing does, so the surrounding form notices. */
function type(input: HTMLInputElement, text: string) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
