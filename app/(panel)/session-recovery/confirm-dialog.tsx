"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type * as z from "zod/mini";
import type { DialogProps } from "@/app/(panel)/session-recovery/dialog-props";
import { Looking, SecondFactor, useMethods } from "@/app/(panel)/session-recovery/second-factor";
import { PasswordField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { actionAt } from "@/components/form/send";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import type { proof } from "@/lib/domain/two-factor/schema";
import { paths } from "@/lib/isomorphic/paths";

const schema = () => import("@/lib/domain/two-factor/schema").then(({ passwordAlone }) => passwordAlone);
const action = actionAt<null, z.input<typeof proof>>(paths.confirmAgain);

/** *Confirm it’s you*, over the open page: by the password or any second factor. */
export function ConfirmDialog({ person, onAnswer }: DialogProps) {
  const [t, frame, form] = [useTranslations("confirmSelf"), useTranslations("frame"), useTranslations("form")];
  const { found: methods, refused, again } = useMethods();
  const [byFactor, setByFactor] = useState(false);
  const shared = {
    title: t("title"),
    subtitle: t("text"),
    closeLabel: frame("close"),
    size: "slim",
    onClose: () => onAnswer(false),
  } as const;
  if (!methods) {
    return (
      <Dialog {...shared} step="looking">
        <DialogBody>
          <Looking refused={refused} again={again} />
        </DialogBody>
      </Dialog>
    );
  }
  const hasFactor = methods.apps.length + methods.keys.length > 0;
  if (byFactor) {
    return (
      <Dialog {...shared} step="factor">
        <SecondFactor
          methods={methods}
          action={action}
          asks
          onDone={() => onAnswer(true)}
          submitLabel={t("confirm")}
          foot={
            <button type="button" className="plain-link" onClick={() => setByFactor(false)}>
              {t("withoutCode")}
            </button>
          }
        />
      </Dialog>
    );
  }
  return (
    <Dialog {...shared} step="password">
      <Form
        schema={schema}
        action={action}
        asks
        onDone={() => onAnswer(true)}
        submitLabel={t("confirm")}
        cancelLabel={form("cancel")}
      >
        {(register) => (
          <>
            {/* Tells password managers whose password it is. */}
            <input type="hidden" autoComplete="username" value={person.signInId} />
            <PasswordField
              {...register("password")}
              label={t("withPassword")}
              autoComplete="current-password"
              data-autofocus=""
            />
            {hasFactor && (
              <p>
                <button type="button" className="plain-link" onClick={() => setByFactor(true)}>
                  {t("withCode")}
                </button>
              </p>
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}
