"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { Form } from "@/components/form/form";
import { Notice } from "@/components/ui/notice";

export type KeyOptions = Parameters<(typeof import("@simplewebauthn/browser"))["startAuthentication"]>[0]["optionsJSON"];

const keys = () => import("@simplewebauthn/browser");

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
  const [cancelled, setCancelled] = useState("");
  const offeredRef = useAutofill(id, options, autofill ?? false);

  async function prompt(form: FormData) {
    setCancelled("");
    try {
      const { browserSupportsWebAuthn, startAuthentication } = await keys();
      if (!browserSupportsWebAuthn()) return void setCancelled(t("none"));
      form.set("answer", offeredRef.current || JSON.stringify(await startAuthentication({ optionsJSON: options })));
      offeredRef.current = "";
      return form;
    } catch {
      return void setCancelled(failed);
    }
  }

  return (
    <Form<T> {...rest} id={id} before={prompt}>
      {cancelled && <Notice tone="warning" role="alert">{cancelled}</Notice>}
      {children}
    </Form>
  );
}

/** The answer of a passkey that was chosen among what the browser offers for a field; then the form sends itself. */
function useAutofill(id: string, options: KeyOptions, wanted: boolean) {
  const offered = useRef("");
  useEffect(() => {
    if (!wanted || !("PublicKeyCredential" in window)) return;
    let current = true;
    void keys()
      .then(async ({ browserSupportsWebAuthnAutofill, startAuthentication }) => {
        if (!current || !(await browserSupportsWebAuthnAutofill())) return;
        const answer = await startAuthentication({ optionsJSON: options, useBrowserAutofill: true, verifyBrowserAutofillInput: false });
        if (!current) return;
        offered.current = JSON.stringify(answer);
        (document.getElementById(id) as HTMLFormElement).requestSubmit();
      })
      // Nothing was chosen, or the button was pressed instead.
      .catch(() => {});
    return () => {
      current = false;
      void keys().then(({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony()).catch(() => {});
    };
  }, [id, options, wanted]);
  return offered;
}
