"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { SessionList, sessionListId } from "@/app/(panel)/account/session-list";
import { endUserSessionsAction, viewUserSessionsAction } from "@/app/(panel)/account/users/actions";
import type { Account, Acted } from "@/app/(panel)/account/users/acts/acted";
import { ChoiceForm } from "@/components/form/choice-form";
import { sentenceOfThrown } from "@/components/form/form";
import { useSend } from "@/components/form/send";
import { useRefusal } from "@/components/form/use-refusal";
import { Button } from "@/components/ui/button";
import { CompositeId } from "@/components/ui/composite-id";
import { Dialog, DialogBody, DialogFoot } from "@/components/ui/dialog";
import { LogOut } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import type { ShownSession } from "@/lib/domain/sessions/rules";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Sentence } from "@/lib/isomorphic/result";

type Props = { user: Acted; account: Account; onClose: () => void; zone: string };

const endAllId = "end-all";

/** *Sessions* of a user: where they are logged in, to be ended one by one or all at once. */
export function UserSessions({ user, account, onClose, zone }: Props) {
  const [t, words, frame, toast] = [useTranslations("users"), useTranslations("sessions"), useTranslations("frame"), useToast()];
  const { open, refused, lookAgain } = useOpenSessions(user.id);
  const refusal = useRefusal();
  // How many of them were ended one by one: the page with its messages is behind the dialog.
  const [ended, setEnded] = useState(0);
  const { id, login } = user;

  const told = (ended: number) => t("endedSessions", { login, count: ended });

  function stay() {
    setEnded((times) => times + 1);
    document.getElementById(sessionListId)?.focus();
    lookAgain();
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
        <p role="status" className={ended > 0 ? undefined : "sr"}>
          {ended > 0 && told(ended)}
        </p>
        {refused ? (
          <Notice tone="danger" role="alert">{refusal(refused)}</Notice>
        ) : (
          <p>{open === null ? t("looking") : some ? t("sessionsText", { login }) : t("sessionsNone", { login })}</p>
        )}
        {some && (
          <SessionList
            {...open}
            zone={zone}
            end={(session, name) => (
              <ChoiceForm action={endUserSessionsAction} onDone={stay}>
                <input type="hidden" name="id" value={id} />
                <input type="hidden" name="session" value={session.id} />
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
            onDone={({ ended: all }) => {
              onClose();
              toast({ title: told(all) });
            }}
          >
            <input type="hidden" name="id" value={id} />
          </ChoiceForm>
          <Button type="submit" form={endAllId}>
            <LogOut />
            {t("endSessions")}
          </Button>
        </DialogFoot>
      )}
    </Dialog>
  );
}

type Open = { sessions: ShownSession[]; more: number; now: Date };

type Found = { open: Open | null; refused: Sentence | null };

/** The open sessions of the user; null while they are looked up, and where they were refused. */
export function useOpenSessions(id: string): Found & { lookAgain: () => void } {
  const [found, setFound] = useState<Found>({ open: null, refused: null });
  const [looked, setLooked] = useState(0);
  const send = useSend();
  useEffect(() => {
    let current = true;
    const form = new FormData();
    form.set("id", id);
    const refuse = (refused: Sentence) => current && setFound({ open: null, refused });
    send(viewUserSessionsAction, form).then(
      (result) => {
        if (isRefusal(result)) refuse(result.sentence);
        else if (current) setFound({ open: { ...result.value, now: new Date() }, refused: null });
      },
      (error: unknown) => refuse(sentenceOfThrown(error)),
    );
    return () => {
      current = false;
    };
  }, [id, looked, send]);
  return { ...found, lookAgain: () => setLooked((times) => times + 1) };
}
