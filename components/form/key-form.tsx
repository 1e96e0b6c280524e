"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { BackgroundReadFailed, type BackgroundRead } from "@/components/form/background-read";
import { Form, type FormProps } from "@/components/form/form";
import { useHold } from "@/components/form/form-context";
import { useLazy } from "@/components/form/lazy";
import { Notice } from "@/components/ui/notice";

type Library = typeof import("@simplewebauthn/browser");

export type KeyOptions = Parameters<Library["startAuthentication"]>[0]["optionsJSON"];

const load = () => import("@simplewebauthn/browser");

type Props<T, Input> = Omit<FormProps<T, Input>, "children" | "before" | "id"> & {
  options: KeyOptions;
  id: string;
  /** Shown when the user closed the browser's prompt. */
  failed: string;
  /** Also offers passkeys in the page's input whose autocomplete is `webauthn`. */
  autofill?: boolean;
  children?: ReactNode;
};

/** A form that a security key answers. Its button opens the browser's prompt; the form sends what the key signed. */
export function KeyForm<T, Input extends { answer?: string }>({
  options,
  failed,
  autofill,
  children,
  id,
  ...rest
}: Props<T, Input>) {
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
      form.set(
        "answer",
        offeredRef.current || JSON.stringify(await keys.startAuthentication({ optionsJSON: options })),
      );
      offeredRef.current = "";
      return form;
    } catch {
      return void setTrouble("closed");
    }
  }

  return (
    <Form {...rest} id={id} before={prompt}>
      {trouble && (
        <Notice tone="warning" role="alert">
          {trouble === "unknown" ? t("none") : failed}
        </Notice>
      )}
      <KeysLost {...library} />
      {children}
    </Form>
  );
}

type KeyLibrary = BackgroundRead<Library> & {
  /** Resolves when the library is loaded, or to null if it cannot be. `KeysLost` then says so. */
  loaded: () => Promise<Library | null>;
};

/** Loads the WebAuthn library with the form, because a browser opens its prompt only right after a press. */
export function useKeyLibrary(): KeyLibrary {
  const look = useLazy(load);
  return { ...look, loaded: () => load().catch(() => null) };
}

/** Says that the WebAuthn library could not be loaded, and holds the surrounding form. */
export function KeysLost({ refused, again }: Pick<KeyLibrary, "refused" | "again">) {
  const t = useTranslations("form");
  useHold(refused !== null, t("keysLost"));
  return refused && <BackgroundReadFailed refused={refused} again={again} />;
}

/** Offers passkeys for a field. When the user picks one, keeps its answer and submits the form. */
function useAutofill(id: string, options: KeyOptions, keys: Library | null) {
  const offered = useRef("");
  useEffect(() => {
    if (!keys || !("PublicKeyCredential" in window)) return;
    let current = true;
    const offer = async () => {
      if (!(await keys.browserSupportsWebAuthnAutofill()) || !current) return;
      const answer = await keys.startAuthentication({
        optionsJSON: options,
        useBrowserAutofill: true,
        verifyBrowserAutofillInput: false,
      });
      if (!current) return;
      offered.current = JSON.stringify(answer);
      (document.getElementById(id) as HTMLFormElement).requestSubmit();
    };
    // The user picked no passkey, or pressed the button instead.
    offer().catch(() => {});
    return () => {
      current = false;
      keys.WebAuthnAbortService.cancelCeremony();
    };
  }, [id, options, keys]);
  return offered;
}
