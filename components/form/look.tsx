"use client";

import { useTranslations } from "next-intl";
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import type { Loss } from "@/components/form/late";
import { asRead, lost, lostRead } from "@/components/form/refusals";
import { isMendable, Mending, useQuietSend, type Action } from "@/components/form/send";
import { useRefusal } from "@/components/form/use-refusal";
import { useSentence } from "@/components/form/use-sentence";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { isRefusal, type Refusal, type Result } from "@/lib/isomorphic/result";

export type Look<T> = {
  /** What was read; null while it is looked up, and where it could not be. Nothing may be concluded from that. */
  found: T | null;
  /** Why it could not be read. */
  refused: Refusal | null;
  /** Reads once more, and is fulfilled when the answer is there. What was found stays until then. */
  again: () => Promise<void>;
};

type Answer<T> = { asked: string; found: T | null; refused: Refusal | null };

/**
 * What a page reads by itself, for these fields. It opens no dialog over what a person may be typing: where the session ended, or no answer
 * came, `LookFailed` says so and has the button that goes on. An answer for other fields is never shown.
 */
export function useLook<T>(read: Action<T>, fields: Record<string, string>): Look<T> {
  const send = useQuietSend();
  const asked = JSON.stringify(fields);
  const current = useRef<string | null>(asked);
  const [answer, setAnswer] = useState<Answer<T>>({ asked, found: null, refused: null });

  const look = useCallback(async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(JSON.parse(asked) as Record<string, string>)) form.set(name, value);
    const result = await readBy(() => send(read, form));
    // Other fields are asked for by now, or nobody looks any more.
    if (current.current !== asked) return;
    setAnswer(isRefusal(result) ? { asked, found: null, refused: result } : { asked, found: result.value, refused: null });
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

/** What was read, or why not, in sentences that do not speak of saving. */
export async function readBy<T>(read: () => Promise<Result<T>>, lostBy = lostRead): Promise<Result<T>> {
  try {
    const result = await read();
    return isRefusal(result) ? asRead(result) : result;
  } catch (error) {
    return lostBy(error);
  }
}

/**
 * Why something could not be read, and a button that logs in again where the session ended, then reads once more. Where the program was
 * updated, the page has to be loaded again, and the sentence has the link that does it.
 */
export function LookFailed({ refused, again }: { refused: Refusal; again: () => Promise<unknown> }) {
  const [t, say, sayRefusal, mend] = [useTranslations("form"), useSentence(), useRefusal(), useContext(Mending)];
  const [busy, setBusy] = useState(false);
  const [unasked, setUnasked] = useState<Loss | null>(null);
  const { outcome } = refused;
  const told = unasked ? lost(unasked) : refused;
  const outdated = told.remedy === "reload";

  async function goOn() {
    setBusy(true);
    setUnasked(null);
    const mended = !isMendable(outcome) || !mend || (await mend(outcome));
    if (mended === true) await again();
    else if (mended) setUnasked(mended);
    setBusy(false);
  }

  return (
    <Notice tone="danger" role="alert">
      {outdated ? sayRefusal(told) : <span>{say(told.sentence)}</span>}
      {/* An update stays. Another person may be gone again when it is read once more. */}
      {(!outdated || told.outcome === "conflict") && (
        <>
          <span> </span>
          <Button small busy={busy} onClick={goOn}>
            {outcome === "signed_out" ? t("logInAgain") : outcome === "step_up" ? t("confirmSelf") : t("again")}
          </Button>
        </>
      )}
    </Notice>
  );
}
