"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BackgroundReadFailed, useBackgroundRead, type BackgroundRead } from "@/components/form/background-read";
import { CodeField } from "@/components/form/code-field";
import { Form, type FormProps } from "@/components/form/form";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";
import { actionAt } from "@/components/form/send";
import { paths } from "@/lib/isomorphic/paths";

type Methods = {
  apps: string[];
  keys: string[];
  codes: number;
  first: "app" | "key";
  keyOptions: KeyOptions | null;
};

const methodsAction = actionAt<Methods>(paths.verification);

/** The user's verification methods. */
export const useMethods = () => useBackgroundRead(methodsAction, {});

type Props<T, Input> = Pick<FormProps<T, Input>, "action" | "hidden"> & {
  methods: Methods;
  /** See `Form`. */
  asks?: boolean;
  onDone: (value: T) => void;
  submitLabel: string;
  danger?: boolean;
  /** Stands above the form. */
  children?: React.ReactNode;
  /** A link to a way without a second factor. */
  foot?: React.ReactNode;
};

const schema = () => import("@/lib/domain/two-factor/schema").then(({ codeAlone }) => codeAlone);
const promptSchema = () => import("@/lib/domain/two-factor/schema").then(({ keyPrompt }) => keyPrompt);

/** In a dialog: asks for any of the user's second factors. A security key comes first if it was used last. */
export function SecondFactor<T, Input extends { code?: string; answer?: string }>({
  methods,
  children,
  foot,
  ...rest
}: Props<T, Input>) {
  const [t, form] = [useTranslations("twoFactor"), useTranslations("form")];
  const verify = useTranslations("verify");
  const both = methods.keys.length > 0 && methods.apps.length + methods.codes > 0;
  const [byKey, setByKey] = useState(methods.keys.length > 0 && (methods.first === "key" || !both));
  const shared = { ...rest, cancelLabel: form("cancel") };
  const other = (
    <>
      {both && (
        <button type="button" className="plain-link" onClick={() => setByKey(!byKey)}>
          {byKey ? t("useCode") : t("useKey")}
        </button>
      )}
      {foot}
    </>
  );
  if (byKey) {
    return (
      <KeyForm
        key="key"
        id="second-factor"
        schema={promptSchema}
        {...shared}
        options={methods.keyOptions!}
        failed={verify("keyFailed")}
      >
        {children}
        <p className="text-muted">{t("keyText")}</p>
        <p className="button-row">{other}</p>
      </KeyForm>
    );
  }
  return (
    <Form key="code" {...shared} schema={schema}>
      {(register) => (
        <>
          {children}
          <CodeField {...register("code")} label={verify("code")} hint={t("anyCode")} data-autofocus="" />
          <p className="button-row">{other}</p>
        </>
      )}
    </Form>
  );
}

/** Shown while the methods are loading and after a failure. */
export function Looking({ refused, again }: Pick<BackgroundRead<Methods>, "refused" | "again">) {
  const t = useTranslations("twoFactor");
  return refused ? (
    <BackgroundReadFailed refused={refused} again={again} />
  ) : (
    <p className="text-muted">{t("looking")}</p>
  );
}
