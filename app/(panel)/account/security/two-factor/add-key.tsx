"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { addKeyAction } from "@/app/(panel)/account/security/actions";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { KeysLost, useKeyLibrary } from "@/components/form/key-form";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/two-factor/schema").then(({ namedKeyPrompt }) => namedKeyPrompt);

export type NewKeyOptions = Parameters<
  (typeof import("@simplewebauthn/browser"))["startRegistration"]
>[0]["optionsJSON"];

type Props = { options: NewKeyOptions; /** Turns two-factor authentication on. */ first: boolean; onClose: () => void };

/** *Add a security key or passkey*: name it, then follow the browser's prompt. */
export function AddKey({ options, first, onClose }: Props) {
  const [frame, t, toast] = [useTranslations("frame"), useTranslations("twoFactor"), useToast()];
  return (
    <Dialog title={t("addKey")} subtitle={t("addKeyText")} closeLabel={frame("close")} onClose={onClose} size="slim">
      <KeyFields
        options={options}
        onDone={({ name, ended }) => {
          onClose();
          toast({ title: t("appAdded", { name }), text: first ? t("isOn", { ended }) : undefined });
        }}
      />
    </Dialog>
  );
}

/** The key's name, then the browser's prompt. */
export function KeyFields({
  options,
  onDone,
  wide,
}: {
  options: NewKeyOptions;
  onDone: (value: { name: string; ended: number }) => void;
  wide?: boolean;
}) {
  const [t, form] = [useTranslations("twoFactor"), useTranslations("form")];
  const library = useKeyLibrary();
  const [trouble, setTrouble] = useState<"noKeys" | "taken" | "cancelled" | null>(null);

  async function prompt(typed: FormData) {
    setTrouble(null);
    const keys = await library.loaded();
    if (!keys) return;
    if (!keys.browserSupportsWebAuthn()) return void setTrouble("noKeys");
    try {
      typed.set("answer", JSON.stringify(await keys.startRegistration({ optionsJSON: options })));
      return typed;
    } catch (error) {
      // The only error that browsers distinguish: the key is already in the list.
      return void setTrouble((error as Error).name === "InvalidStateError" ? "taken" : "cancelled");
    }
  }

  return (
    <Form
      schema={schema}
      action={addKeyAction}
      before={prompt}
      onDone={onDone}
      submitLabel={t("continue")}
      wide={wide}
      cancelLabel={form("cancel")}
    >
      {(register) => (
        <>
          {trouble && (
            <Notice tone="warning" role="alert">
              {t(trouble)}
            </Notice>
          )}
          <KeysLost {...library} />
          <TextField
            {...register("name")}
            label={t("name")}
            hint={t("nameHint")}
            autoComplete="off"
            maxLength={64}
            data-autofocus=""
          />
        </>
      )}
    </Form>
  );
}
