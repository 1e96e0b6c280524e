"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { CodeField } from "@/components/form/code-field";
import { Form, sentenceOfThrown } from "@/components/form/form";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";
import { actionAt, useSend } from "@/components/form/send";
import { useRefusal } from "@/components/form/use-refusal";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Result, Sentence } from "@/lib/isomorphic/result";

export type Methods = { apps: string[]; keys: string[]; codes: number; first: "app" | "key"; keyOptions: KeyOptions | null };

type Found = { methods: Methods | null; failed: Sentence | null };

/** What the person can prove with that it is them; null while it is looked up, or where there is no answer. */
export function useMethods(): Found {
  const send = useSend();
  const [found, setFound] = useState<Found>({ methods: null, failed: null });
  useEffect(() => {
    let current = true;
    send(actionAt<Methods>(paths.verification), new FormData()).then(
      (result) => current && setFound(isRefusal(result) ? { methods: null, failed: result.sentence } : { methods: result.value, failed: null }),
      (error: unknown) => current && setFound({ methods: null, failed: sentenceOfThrown(error) }),
    );
    return () => {
      current = false;
    };
  }, [send]);
  return found;
}

type Props<T> = {
  methods: Methods;
  action: (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;
  onDone: (value: T) => void;
  submitLabel: string;
  danger?: boolean;
  /** Hidden fields that go with it, and words above it. */
  children?: React.ReactNode;
  /** Another way that is no factor. */
  foot?: React.ReactNode;
};

const schema = () => import("@/lib/domain/two-factor/schema").then(({ codeAlone }) => codeAlone);
const promptSchema = () => import("@/lib/domain/two-factor/schema").then(({ keyPrompt }) => keyPrompt);

/** In a dialog: any factor that the person has, a key first where that was used last. */
export function SecondFactor<T>({ methods, action, onDone, submitLabel, danger, children, foot }: Props<T>) {
  const [t, form] = [useTranslations("twoFactor"), useTranslations("form")];
  const verify = useTranslations("verify");
  const both = methods.keys.length > 0 && methods.apps.length + methods.codes > 0;
  const [byKey, setByKey] = useState(methods.keys.length > 0 && (methods.first === "key" || !both));
  const shared = { action, onDone, submitLabel, danger, cancelLabel: form("cancel") };
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
      <KeyForm<T> key="key" id="second-factor" schema={promptSchema} {...shared} options={methods.keyOptions!} failed={verify("keyFailed")}>
        {children}
        <p className="muted">{t("keyText")}</p>
        <p className="bar">{other}</p>
      </KeyForm>
    );
  }
  return (
    <Form<T> key="code" {...shared} schema={schema}>
      {children}
      <CodeField label={verify("code")} hint={t("anyCode")} data-autofocus="" />
      <p className="bar">{other}</p>
    </Form>
  );
}

/** While the methods are looked up, and where they could not be. */
export function Looking({ failed }: Pick<Found, "failed">) {
  const [t, refusal] = [useTranslations("twoFactor"), useRefusal()];
  return failed ? <Notice tone="danger" role="alert">{refusal(failed)}</Notice> : <p className="muted">{t("looking")}</p>;
}

