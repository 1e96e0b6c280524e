"use client";

import { useTranslations } from "next-intl";
import { useCallback, useId, useLayoutEffect, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DialogCancel, DialogFoot, useDialog } from "@/components/ui/dialog";
import { FieldError } from "@/components/ui/field-error";

export type FootProps = {
  submitLabel: string;
  /** A red button, only for dialogs that ask a question. */
  danger?: boolean;
  /** For a form that is not the page's main purpose. */
  plain?: boolean;
  wide?: boolean;
  /** In a dialog, the label of the Cancel button. */
  cancelLabel?: string;
  /** Stands beside the submit button. */
  foot?: ReactNode;
};

type Held = {
  submitId: string;
  /** Why the form cannot be sent: empty while a part is loading, null if it can be sent. */
  reason: string | null;
  /** Whether the button had the focus. */
  refocus: boolean;
};

/** Why a form cannot be sent, and the function that holds it for a reason or lets it go. */
export function useHeld(): [Held, (reason: string | null) => void] {
  const submitId = useId();
  const [held, setHeld] = useState({ reason: null as string | null, refocus: false });
  // A withheld button is another element, so the focus has to move to it.
  const hold = useCallback(
    (reason: string | null) => setHeld({ reason, refocus: document.activeElement?.id === submitId }),
    [submitId],
  );
  return [{ submitId, ...held }, hold];
}

type Props = FootProps & { pending: boolean; held: Held; errorCount: number };

/** The foot of a form: how many fields are wrong, and the buttons. */
export function FormFoot({ submitLabel, danger, plain, wide, cancelLabel, foot, pending, held, errorCount }: Props) {
  const [t, isDialog] = [useTranslations("form"), useDialog() !== null];
  const { submitId, reason, refocus } = held;
  useLayoutEffect(() => {
    if (refocus) document.getElementById(submitId)?.focus();
  }, [submitId, reason, refocus]);
  const note = errorCount > 0 && (
    <div className={isDialog ? "mr-auto max-md:col-span-full max-md:m-0" : undefined} role="alert">
      <FieldError>{t("look", { count: errorCount })}</FieldError>
    </div>
  );
  const submit = (
    <Button
      id={submitId}
      type="submit"
      variant={danger ? "danger" : plain ? "plain" : "primary"}
      wide={wide}
      busy={pending || reason === ""}
      withheld={reason || undefined}
    >
      {submitLabel}
    </Button>
  );
  if (isDialog) {
    return (
      <DialogFoot>
        {note}
        {foot}
        {cancelLabel && <DialogCancel label={cancelLabel} />}
        {submit}
      </DialogFoot>
    );
  }
  return (
    <>
      {note}
      <div className="button-row mt-1 flex-nowrap">
        {submit}
        {foot}
      </div>
    </>
  );
}
