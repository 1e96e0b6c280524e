"use client";

import { useCallback, useRef, useState } from "react";
import type { ComponentType, ReactNode } from "react";
import type { DialogProps, Person } from "@/app/(panel)/come-back/come-back-props";
import { LateTexts } from "@/app/texts/late-texts";
import { whyLost } from "@/components/form/late";
import { Mending, type Mendable, type Mended } from "@/components/form/send";

type Asked = { Dialog: ComponentType<DialogProps>; answer: (mended: Mended) => void };

/**
 * For every form of the panel: if the session has ended or the server asks to re-authenticate, a dialog opens, and the form is then sent
 * again. The dialogs' code is loaded on demand.
 */
export function ComeBack({ person, children }: { person: Person; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const waiting = useRef<Promise<Mended> | null>(null);

  const mend = useCallback((what: Mendable) => {
    // Two forms sent at the same time share one dialog.
    waiting.current ??= ask(what, setAsked).finally(() => {
      waiting.current = null;
    });
    return waiting.current;
  }, []);

  return (
    <>
      <Mending value={mend}>{children}</Mending>
      {asked && (
        <LateTexts of={["comeBack", "confirmSelf", "keys", "logIn", "newPassword", "security", "strength", "twoFactor", "verify"]} onFailed={async (error) => asked.answer(await whyLost(error))}>
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

async function ask(what: Mendable, setAsked: (asked: Asked | null) => void): Promise<Mended> {
  try {
    const Dialog = await dialogs[what]();
    const mended = await new Promise<Mended>((answer) => setAsked({ Dialog, answer }));
    setAsked(null);
    return mended;
  } catch (error) {
    return whyLost(error);
  }
}
