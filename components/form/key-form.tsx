"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { Form, useHold } from "@/components/form/form";
import { useLate } from "@/components/form/late";
import { LookFailed, type Look } from "@/components/form/look";
import { Notice } from "@/components/ui/notice";

type Library = typeof import("@simplewebauthn/browser");

export type KeyOptions = Parameters<Library["startAuthentication"]>[0]["optionsJSON"];

const load = () => import("@simplewebauthn/browser");

type Props<T> = Omit<ComponentProps<typeof Form<T>>, "children" | "before" | "id"> & {
  options: KeyOptions;
  id: string;
  /** What is said where the browser's prompt was closed. */
  failed: string;
  /** The browser offers passkeys in the field of the page that is filled in with `webauthn`, too. */
  autofill?: boolean;
  children?: ReactNode;
};

/** A form that a key answers: its button opens the browser's prompt, and what the key signed is sent. */
export function KeyForm<T>({ options, failed, autofill, children, id, ...rest }: Props<T>) {
  const t = useTranslations("keys");
  const library = useKeyLibrary();
  const [trouble, setTrouble] = useState<"unknown" | "closed" | null>(null);
  const offeredRef = useAutofill(id, options, autofill ? library.found : null);

  async function prompt(form: FormData) {
    setTrouble(null);
    const keys = await library.loaded();
    if (!keys) return;
    if (!keys.browserSupportsWebAuthn()) return void setTrouble("unknown");
    try {
      form.set("answer", offeredRef.current || JSON.stringify(await keys.startAuthentication({ optionsJSON: options })));
      offeredRef.current = "";
      return form;
    } catch {
      return void setTrouble("closed");
    }
  }

  return (
    <Form<T> {...rest} id={id} before={prompt}>
      {trouble && <Notice tone="warning" role="alert">{trouble === "unknown" ? t("none") : failed}</Notice>}
      <KeysLost {...library} />
      {children}
    </Form>
  );
}

type KeyLibrary = Look<Library> & {
  /** It, as soon as it is there; null where it does not come, which `KeysLost` says. */
  loaded: () => Promise<Library | null>;
};

/** What asks the browser for a key. It is loaded with the form: a browser may open its prompt only right after a press. */
export function useKeyLibrary(): KeyLibrary {
  const look = useLate(load);
  return { ...look, loaded: () => load().catch(() => null) };
}

/** Inside the form: where what asks for a key did not come, that is said, and the form is not sent. */
export function KeysLost({ refused, again }: Pick<KeyLibrary, "refused" | "again">) {
  const t = useTranslations("form");
  useHold(refused !== null, t("keysLost"));
  return refused && <LookFailed refused={refused} again={again} />;
}

/** The answer of a passkey that was chosen among what the browser offers for a field; then the form sends itself. */
function useAutofill(id: string, options: KeyOptions, keys: Library | null) {
  const offered = useRef("");
  useEffect(() => {
    if (!keys || !("PublicKeyCredential" in window)) return;
    let current = true;
    const offer = async () => {
      if (!(await keys.browserSupportsWebAuthnAutofill()) || !current) return;
      const answer = await keys.startAuthentication({ optionsJSON: options, useBrowserAutofill: true, verifyBrowserAutofillInput: false });
      if (!current) return;
      offered.current = JSON.stringify(answer);
      (document.getElementById(id) as HTMLFormElement).requestSubmit();
    };
    // Nothing was chosen, or the button was pressed instead.
    offer().catch(() => {});
    return () => {
      current = false;
      keys.WebAuthnAbortService.cancelCeremony();
    };
  }, [id, options, keys]);
  return offered;
}
