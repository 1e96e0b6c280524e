"use client";

import { useTranslations } from "next-intl";
import { addAppAction } from "@/app/(panel)/account/security/actions";
import { CodeField } from "@/components/form/code-field";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import type { Register } from "@/components/form/use-fields";
import { labelLook } from "@/components/ui/field";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/two-factor/schema").then(({ newApp }) => newApp);

export type NewAppSecret = { secret: string; encrypted: string; qr: { size: number; path: string } };

type Props = { secret: NewAppSecret; /** Turns two-factor authentication on. */ first: boolean; onClose: () => void };

/** *Add an authenticator app*: scan or type the secret, then type a code from the app. */
export function AddApp({ secret, first, onClose }: Props) {
  const [t, frame, form, toast] = [
    useTranslations("twoFactor"),
    useTranslations("frame"),
    useTranslations("form"),
    useToast(),
  ];
  return (
    <Dialog title={t("addApp")} subtitle={t("addAppText")} closeLabel={frame("close")} onClose={onClose} size="slim">
      <Form
        schema={schema}
        action={addAppAction}
        hidden={{ secret: secret.encrypted }}
        onDone={({ name, ended }) => {
          onClose();
          toast({ title: t("appAdded", { name }), text: first ? t("isOn", { ended }) : undefined });
        }}
        submitLabel={form("confirm")}
        cancelLabel={form("cancel")}
      >
        {(register) => <AppFields register={register} secret={secret} />}
      </Form>
    </Dialog>
  );
}

type AppFieldsProps = { register: Register<"name" | "code">; secret: NewAppSecret };

/** The QR code, the secret, a name and the first code. */
export function AppFields({ register, secret: { secret, qr } }: AppFieldsProps) {
  const [t, copy] = [useTranslations("twoFactor"), useTranslations("copy")];
  return (
    <>
      {/* Dark on light in both themes, because cameras have to read it. */}
      <div className="grid justify-center">
        <svg
          className="size-47 rounded-2 [box-shadow:0_0_0_1px_var(--line)]"
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          role="img"
          aria-label={t("qr")}
          shapeRendering="crispEdges"
        >
          <rect width={qr.size} height={qr.size} fill="white" />
          <path d={qr.path} fill="black" />
        </svg>
      </div>
      <div className="grid min-w-0 gap-1.5">
        <div className={labelLook} id="app-secret">
          {t("secret")}
        </div>
        <div className="flex items-center gap-1" role="group" aria-labelledby="app-secret">
          <code className="text-14 font-medium [letter-spacing:0] wrap-anywhere">
            {secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <CopyButton value={secret} label={t("copySecret")} copied={copy("copied")} failed={copy("failed")} iconOnly />
        </div>
      </div>
      <TextField
        {...register("name")}
        label={t("name")}
        hint={t("nameHint")}
        autoComplete="off"
        maxLength={64}
        data-autofocus=""
      />
      <CodeField {...register("code")} label={t("code")} digits />
    </>
  );
}
