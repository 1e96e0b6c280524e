"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SessionList, sessionListId } from "@/app/(panel)/account/session-list";
import { endUserSessionsAction, viewUserSessionsAction } from "@/app/(panel)/account/users/actions";
import type { Account, TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { BackgroundReadFailed, useBackgroundRead } from "@/components/form/background-read";
import { ChoiceForm } from "@/components/form/choice-form";
import { Button } from "@/components/ui/button";
import { CompositeId } from "@/components/ui/composite-id";
import { Dialog, DialogBody, DialogFoot } from "@/components/ui/dialog";
import { LogOut } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";

type Props = { user: TargetUser; account: Account; onClose: () => void };

const endAllId = "end-all";

/** *Sessions* of a user: where they are logged in. The dialog ends them one by one or all at once. */
export function UserSessions({ user, account, onClose }: Props) {
  const [t, words, frame, toast] = [
    useTranslations("userForms"),
    useTranslations("sessions"),
    useTranslations("frame"),
    useToast(),
  ];
  const { open, refused, again } = useOpenSessions(user.id);
  // Counts the sessions that were ended one by one. The page's toasts are behind the dialog.
  const [ended, setEnded] = useState(0);
  const { id, login } = user;

  const endedText = (ended: number) => t("endedSessions", { login, count: ended });

  function refresh() {
    setEnded((times) => times + 1);
    document.getElementById(sessionListId)?.focus();
    return again();
  }

  const some = open !== null && open.sessions.length > 0;
  return (
    <Dialog
      title={t("sessionsTitle", { login })}
      subtitle={<CompositeId account={account.digitalId} person={login} breaks />}
      closeLabel={frame("close")}
      onClose={onClose}
      returnTo="add-user"
      step={some ? "some" : "none"}
    >
      <DialogBody>
        <p role="status" className={ended > 0 ? undefined : "sr-only"}>
          {ended > 0 && endedText(ended)}
        </p>
        {refused ? (
          <BackgroundReadFailed refused={refused} again={again} />
        ) : (
          <p>{open === null ? t("looking") : some ? t("sessionsText", { login }) : t("sessionsNone", { login })}</p>
        )}
        {some && (
          <SessionList
            {...open}
            end={(session, name) => (
              <ChoiceForm action={endUserSessionsAction} hidden={{ id, session: session.id }} onDone={refresh}>
                <Button type="submit" small label={words("endIt", { name })}>
                  {words("end")}
                </Button>
              </ChoiceForm>
            )}
          />
        )}
      </DialogBody>
      {some && (
        <DialogFoot>
          <ChoiceForm
            id={endAllId}
            action={endUserSessionsAction}
            hidden={{ id }}
            onDone={({ ended: all }) => {
              onClose();
              toast({ title: endedText(all) });
            }}
          />
          <Button type="submit" form={endAllId}>
            <LogOut />
            {t("endSessions")}
          </Button>
        </DialogFoot>
      )}
    </Dialog>
  );
}

/** Loads the user's open sessions. Null while loading and after a failure. */
export function useOpenSessions(id: string) {
  const { found: open, ...rest } = useBackgroundRead(viewUserSessionsAction, { id });
  return { open, ...rest };
}
