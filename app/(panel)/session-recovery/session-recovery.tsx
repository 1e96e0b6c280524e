"use client";

import { useCallback, useRef, useState } from "react";
import type { ComponentType, ReactNode } from "react";
import type { DialogProps, Person } from "@/app/(panel)/session-recovery/dialog-props";
import { useLateLoad } from "@/app/texts/late-part";
import { LateTexts } from "@/app/texts/texts-from";
import { lossReason } from "@/components/form/loss";
import { RecoveryContext, type Recoverable, type Recovery } from "@/components/form/send";

type Asked = { Dialog: ComponentType<DialogProps>; answer: (recovery: Recovery) => void };

/**
 * For every form of the panel: if the session has ended or the server asks to re-authenticate, a dialog opens, and the form is then sent
 * again. The dialogs are loaded on demand.
 */
export function SessionRecovery({ person, children }: { person: Person; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const waiting = useRef<Promise<Recovery> | null>(null);
  const load = useLateLoad();

  const recover = useCallback(
    (what: Recoverable) => {
      // Two forms sent at the same time share one dialog.
      waiting.current ??= ask(() => load(dialogs[what]), setAsked).finally(() => {
        waiting.current = null;
      });
      return waiting.current;
    },
    [load],
  );

  return (
    <>
      <RecoveryContext value={recover}>{children}</RecoveryContext>
      {asked && (
        <LateTexts>
          <asked.Dialog person={person} onAnswer={asked.answer} />
        </LateTexts>
      )}
    </>
  );
}

const dialogs = {
  signed_out: () =>
    import("@/app/(panel)/session-recovery/log-in-again-dialog").then(({ LogInAgainDialog }) => LogInAgainDialog),
  step_up: () => import("@/app/(panel)/session-recovery/confirm-dialog").then(({ ConfirmDialog }) => ConfirmDialog),
};

async function ask(
  load: () => Promise<ComponentType<DialogProps>>,
  setAsked: (asked: Asked | null) => void,
): Promise<Recovery> {
  try {
    const Dialog = await load();
    const recovery = await new Promise<Recovery>((answer) => setAsked({ Dialog, answer }));
    setAsked(null);
    return recovery;
  } catch (error) {
    return lossReason(error);
  }
}
