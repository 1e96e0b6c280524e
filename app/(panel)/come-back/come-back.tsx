"use client";

import { useCallback, useRef, useState } from "react";
import type { ComponentType, ReactNode } from "react";
import type { DialogProps, Person } from "@/app/(panel)/come-back/come-back-props";
import { LateTexts } from "@/app/texts/late-texts";
import { Mending, type Mendable } from "@/components/form/send";

type Asked = { Dialog: ComponentType<DialogProps>; answer: (mended: boolean) => void };

/**
 * For every form of the panel: where a session ended under it, or a proof of who one is is asked for again, a dialog asks
 * for it, and the form is sent once more. The dialogs' code is loaded when it is needed.
 */
export function ComeBack({ person, children }: { person: Person; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const waiting = useRef<Promise<boolean> | null>(null);

  const mend = useCallback((what: Mendable) => {
    // Two forms that are sent at once share one dialog.
    waiting.current ??= ask(what, setAsked).finally(() => {
      waiting.current = null;
    });
    return waiting.current;
  }, []);

  return (
    <>
      <Mending value={mend}>{children}</Mending>
      {asked && (
        <LateTexts of={["comeBack", "confirmSelf", "keys", "logIn", "newPassword", "security", "strength", "twoFactor", "verify"]} onFailed={() => asked.answer(false)}>
          <asked.Dialog person={person} onAnswer={asked.answer} />
        </LateTexts>
      )}
    </>
  );
}

const dialogs = {
  signed_out: () => import("@/app/(panel)/come-back/come-back-dialog").then(({ ComeBackDialog }) => ComeBackDialog),
  step_up: () => import("@/app/(panel)/come-back/confirm-dialog").then(({ ConfirmDialog }) => ConfirmDialog),
};

async function ask(what: Mendable, setAsked: (asked: Asked | null) => void): Promise<boolean> {
  // Offline the dialog cannot be had either: then the form says what happened, and keeps what was typed.
  const Dialog = await dialogs[what]().catch(() => null);
  if (!Dialog) return false;
  const mended = await new Promise<boolean>((answer) => setAsked({ Dialog, answer }));
  setAsked(null);
  return mended;
}
