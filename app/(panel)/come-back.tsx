"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import type { ComponentType, ReactNode } from "react";
import { LateTexts } from "@/app/late-texts";
import { ComingBack } from "@/components/form/send";

type Asked = { Dialog: ComponentType<DialogProps>; answer: (back: boolean) => void };

export type Person = { personId: string; signInId: string };
export type DialogProps = { person: Person; onAnswer: (back: boolean) => void };

/**
 * For every form of the panel: where a session ended under it, a dialog lets its person log in again, and the form is
 * sent once more. The dialog's code is loaded when it is needed.
 */
export function ComeBack({ person, children }: { person: Person; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const router = useRouter();
  const waiting = useRef<Promise<boolean> | null>(null);

  const comeBack = useCallback(() => {
    // Two forms that are sent at once share one dialog.
    waiting.current ??= ask(setAsked).then((back) => {
      waiting.current = null;
      // What the browser fetched ahead while nobody was logged in leads to the log-in page.
      if (back) router.refresh();
      return back;
    });
    return waiting.current;
  }, [router]);

  return (
    <>
      <ComingBack value={comeBack}>{children}</ComingBack>
      {asked && (
        <LateTexts of={["comeBack", "logIn", "newPassword", "security", "strength"]} onFailed={() => asked.answer(false)}>
          <asked.Dialog person={person} onAnswer={asked.answer} />
        </LateTexts>
      )}
    </>
  );
}

async function ask(setAsked: (asked: Asked | null) => void): Promise<boolean> {
  // Offline the dialog cannot be had either: then the form says what happened, and keeps what was typed.
  const loaded = await import("@/app/(panel)/come-back-dialog").catch(() => null);
  if (!loaded) return false;
  const back = await new Promise<boolean>((answer) => setAsked({ Dialog: loaded.ComeBackDialog, answer }));
  setAsked(null);
  return back;
}
