"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { DialogProps } from "@/app/(panel)/come-back";
import { ChosenPasswordField } from "@/app/chosen-password-field";
import { PasswordField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { actionAt } from "@/components/form/send";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogFoot } from "@/components/ui/dialog";
import { paths } from "@/lib/paths";

const newPasswordSchema = () => import("@/lib/passwords/schema").then(({ newPassword }) => newPassword);
const signInSchema = () => import("@/lib/sessions/schema").then(({ signIn }) => signIn);

type Step = "log in" | "new password" | "somebody else";

/** *Log in again*, over whatever stands in the page: the operations and limits of the log-in page, without leaving this one. */
export function ComeBackDialog({ person, onAnswer }: DialogProps) {
  const [t, logIn, frame, form] = [
    useTranslations("comeBack"),
    useTranslations("logIn"),
    useTranslations("frame"),
    useTranslations("form"),
  ];
  const [renewal, security] = [useTranslations("newPassword"), useTranslations("security")];
  const [step, setStep] = useState<Step>("log in");
  const { signInId } = person;

  const shared = { closeLabel: frame("close"), size: "slim", step } as const;

  if (step === "somebody else") {
    // The page is not theirs: whatever closes the dialog takes it away.
    const reload = () => location.reload();
    return (
      <Dialog {...shared} title={t("otherTitle")} onClose={reload}>
        <DialogBody>
          <p>{t("otherText", { id: signInId })}</p>
        </DialogBody>
        <DialogFoot>
          <Button variant="primary" onClick={reload}>
            {t("reload")}
          </Button>
        </DialogFoot>
      </Dialog>
    );
  }

  if (step === "new password") {
    return (
      <Dialog {...shared} title={renewal("title")} subtitle={t("renewText")} onClose={() => onAnswer(false)}>
        <Form
          key={step}
          schema={newPasswordSchema}
          action={actionAt(paths.newPasswordAgain)}
          onDone={() => onAnswer(true)}
          submitLabel={renewal("submit")}
          cancelLabel={form("cancel")}
        >
          <ChosenPasswordField label={security("new")} words={signInId.split("/")} />
          <PasswordField name="repeat" label={security("repeat")} autoComplete="new-password" />
        </Form>
      </Dialog>
    );
  }

  function loggedIn({ personId, due }: { personId: string; due: boolean }) {
    if (personId !== person.personId) setStep("somebody else");
    else if (due) setStep("new password");
    else onAnswer(true);
  }
  return (
    <Dialog {...shared} title={t("title")} subtitle={t("text")} onClose={() => onAnswer(false)}>
      <Form
        schema={signInSchema}
        action={actionAt<{ personId: string; due: boolean }>(paths.logInAgain)}
        defaultValues={{ id: signInId }}
        onDone={loggedIn}
        submitLabel={logIn("submit")}
        cancelLabel={form("cancel")}
      >
        <TextField name="id" label={logIn("id")} code autoComplete="username" autoCorrect="off" />
        <PasswordField name="password" label={logIn("password")} autoComplete="current-password" data-autofocus="" />
      </Form>
    </Dialog>
  );
}
