"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type * as z from "zod/mini";
import type { DialogProps } from "@/app/(panel)/session-recovery/dialog-props";
import { Looking, SecondFactor, useMethods } from "@/app/(panel)/session-recovery/second-factor";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { PasswordField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { actionAt } from "@/components/form/send";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import type { newPassword } from "@/lib/domain/passwords/schema";
import type { signIn } from "@/lib/domain/sessions/schema";
import type { verification } from "@/lib/domain/two-factor/schema";
import { paths } from "@/lib/isomorphic/paths";
import type { PendingStep } from "@/lib/policy";

const newPasswordSchema = () => import("@/lib/domain/passwords/schema").then(({ newPassword }) => newPassword);
const signInSchema = () => import("@/lib/domain/sessions/schema").then(({ signIn }) => signIn);

type Entered = { personId: string; pendingStep: PendingStep | null };

type Step = "log in" | "second factor" | "new password";

/** *Log in again*, over the open page: the login page's operations and rate limits, without leaving this page. */
export function LogInAgainDialog({ person, onAnswer }: DialogProps) {
  const [t, logIn, frame, form] = [
    useTranslations("comeBack"),
    useTranslations("logIn"),
    useTranslations("frame"),
    useTranslations("form"),
  ];
  const [renewal, security, verify] = [
    useTranslations("newPassword"),
    useTranslations("security"),
    useTranslations("verify"),
  ];
  const [step, setStep] = useState<Step>("log in");
  const router = useRouter();
  const { signInId } = person;

  const shared = { closeLabel: frame("close"), size: "slim", step } as const;

  function back() {
    // What the browser prefetched while nobody was logged in leads to the login page.
    router.refresh();
    onAnswer(true);
  }

  if (step === "new password") {
    return (
      <Dialog {...shared} title={renewal("title")} subtitle={t("renewText")} onClose={() => onAnswer(false)}>
        <Form
          key={step}
          schema={newPasswordSchema}
          action={actionAt<null, z.input<typeof newPassword>>(paths.newPasswordAgain)}
          onDone={back}
          submitLabel={renewal("submit")}
          cancelLabel={form("cancel")}
        >
          {(register) => (
            <>
              <ChosenPasswordField {...register("password")} label={security("new")} words={signInId.split("/")} />
              <PasswordField {...register("repeat")} label={security("repeat")} autoComplete="new-password" />
            </>
          )}
        </Form>
      </Dialog>
    );
  }

  function loggedIn({ personId, pendingStep }: Entered) {
    // The server refuses the form of another user and says who is logged in now.
    if (personId !== person.personId) onAnswer(true);
    else if (pendingStep === "second-factor") setStep("second factor");
    else if (pendingStep === "password") setStep("new password");
    else back();
  }

  if (step === "second factor") {
    return (
      <Dialog {...shared} title={verify("title")} subtitle={t("text")} onClose={() => onAnswer(false)}>
        <VerifyStep onDone={loggedIn} />
      </Dialog>
    );
  }
  return (
    <Dialog {...shared} title={t("title")} subtitle={t("text")} onClose={() => onAnswer(false)}>
      <Form
        schema={signInSchema}
        action={actionAt<Entered, z.input<typeof signIn>>(paths.logInAgain)}
        asks
        defaultValues={{ id: signInId }}
        onDone={loggedIn}
        submitLabel={logIn("submit")}
        cancelLabel={form("cancel")}
      >
        {(register) => (
          <>
            <TextField
              {...register("id")}
              label={logIn("id")}
              code
              dir="auto"
              autoComplete="username"
              autoCorrect="off"
            />
            <PasswordField
              {...register("password")}
              label={logIn("password")}
              autoComplete="current-password"
              data-autofocus=""
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** Asks for the second factor of the user who has just typed their password. */
function VerifyStep({ onDone }: { onDone: (entered: Entered) => void }) {
  const t = useTranslations("verify");
  const { found: methods, refused, again } = useMethods();
  if (!methods) {
    return (
      <DialogBody>
        <Looking refused={refused} again={again} />
      </DialogBody>
    );
  }
  return (
    <SecondFactor
      methods={methods}
      action={actionAt<Entered, z.input<typeof verification>>(paths.verifyAgain)}
      asks
      onDone={onDone}
      submitLabel={t("submit")}
    />
  );
}
