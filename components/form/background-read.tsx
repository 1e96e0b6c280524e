"use client";

import { useTranslations } from "next-intl";
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import type { Loss } from "@/components/form/loss";
import { asRead, lost, refusalForLostRead } from "@/components/form/refusals";
import { isRecoverable, RecoveryContext, useQuietSend } from "@/components/form/send";
import { useRefusal } from "@/components/form/use-refusal";
import { useSentence } from "@/components/form/use-sentence";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Action, FormValues } from "@/lib/isomorphic/action";
import { isRefusal, type Refusal, type Result } from "@/lib/isomorphic/result";

export type BackgroundRead<T> = {
  /** The value. Null while loading and after a failure, so draw no conclusion from null. */
  found: T | null;
  /** Why reading failed. */
  refused: Refusal | null;
  /** Reads again, and resolves when the answer has arrived. The old value stays until then. */
  again: () => Promise<void>;
};

type Answer<T> = { asked: string; found: T | null; refused: Refusal | null };

/**
 * Reads something for the page without a press by the user. It opens no dialog, because the user may be typing. When the session has ended
 * or no answer came, `BackgroundReadFailed` says so and offers a button to continue. Answers for earlier fields are dropped.
 */
export function useBackgroundRead<T, Input>(read: Action<T, Input>, fields: FormValues<Input>): BackgroundRead<T> {
  const send = useQuietSend();
  const asked = JSON.stringify(fields);
  const current = useRef<string | null>(asked);
  const [answer, setAnswer] = useState<Answer<T>>({ asked, found: null, refused: null });

  const look = useCallback(async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(JSON.parse(asked) as Record<string, string>)) form.set(name, value);
    const result = await readBy(() => send(read, form));
    // The fields have changed, or the component is gone.
    if (current.current !== asked) return;
    setAnswer(
      isRefusal(result) ? { asked, found: null, refused: result } : { asked, found: result.value, refused: null },
    );
  }, [asked, read, send]);

  useEffect(() => {
    current.current = asked;
    void look();
    return () => {
      current.current = null;
    };
  }, [asked, look]);

  const { found, refused } = answer.asked === asked ? answer : { found: null, refused: null };
  return { found, refused, again: look };
}

/** Reads, and words every refusal without mentioning saving. */
export async function readBy<T>(read: () => Promise<Result<T>>, lostBy = refusalForLostRead): Promise<Result<T>> {
  try {
    const result = await read();
    return isRefusal(result) ? asRead(result) : result;
  } catch (error) {
    return lostBy(error);
  }
}

/**
 * Shows why reading failed, and a button that reads again, after a login if the session has ended. After an update of the program it shows
 * a link to reload the page instead, and while a step of the login is pending, a link to that step.
 */
export function BackgroundReadFailed({ refused, again }: { refused: Refusal; again: () => Promise<unknown> }) {
  const [t, formatSentence, renderRefusal, recover] = [
    useTranslations("form"),
    useSentence(),
    useRefusal(),
    useContext(RecoveryContext),
  ];
  const [busy, setBusy] = useState(false);
  const [dialogLoss, setDialogLoss] = useState<Loss | null>(null);
  const { outcome } = refused;
  const shown = dialogLoss ? lost(dialogLoss) : refused;
  const outdated = shown.remedy === "reload";
  const linked = outdated || shown.remedy === "settle";

  async function retry() {
    setBusy(true);
    setDialogLoss(null);
    const recovery = !isRecoverable(outcome) || !recover || (await recover(outcome));
    if (recovery === true) await again();
    else if (recovery) setDialogLoss(recovery);
    setBusy(false);
  }

  return (
    <Notice tone="danger" role="alert">
      {linked ? renderRefusal(shown) : <span>{formatSentence(shown.sentence)}</span>}
      {/* Trying again helps neither after an update nor while a step is pending. After a conflict, the other user may have logged out again. */}
      {(!linked || shown.outcome === "conflict") && (
        <>
          <span> </span>
          <Button small busy={busy} onClick={retry}>
            {outcome === "signed_out" ? t("logInAgain") : outcome === "step_up" ? t("confirmSelf") : t("again")}
          </Button>
        </>
      )}
    </Notice>
  );
}
