"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { disableUserAction, viewUserSessionsAction } from "@/app/(panel)/account/users/actions";
import type { Acted } from "@/app/(panel)/account/users/user-acts";
import { Form } from "@/components/form/form";
import { Dialog } from "@/components/ui/dialog";
import { Laptop } from "@/components/ui/icon";
import { formatRecent } from "@/lib/format";
import { isRefusal } from "@/lib/result";

const schema = () => import("@/lib/users/schema").then(({ userById }) => userById);

type Props = { user: Acted; onClose: () => void; onDone: (done: { ended: number }) => void; zone: string };

type Session = { id: string; browser: string; system: string; address: string; lastSeenAt: string };

/** *Disable*: asks, shows what would end, and says afterwards what did. */
export function DisableUser({ user, onClose, onDone, zone }: Props) {
  const [t, frame, form] = [useTranslations("users"), useTranslations("frame"), useTranslations("form")];
  const [dates, locale] = [useTranslations("dates"), useLocale()];
  const sessions = useSessions(user.id);
  const { login } = user;
  return (
    <Dialog title={t("disableTitle", { login })} closeLabel={frame("close")} onClose={onClose} size="slim" question returnTo="add-user">
      <Form
        schema={schema}
        action={disableUserAction}
        onDone={(done) => (onClose(), onDone(done))}
        submitLabel={t("disable")}
        cancelLabel={form("cancel")}
        danger
      >
        <input type="hidden" name="id" value={user.id} />
        <p>{sessions?.length === 0 ? t("disableNone", { login }) : t("disableText", { login })}</p>
        {sessions === null && <p className="muted">{t("looking")}</p>}
        {sessions && sessions.length > 0 && (
          <ul className="ends">
            {sessions.map(({ id, browser, system, address, lastSeenAt }) => (
              <li key={id}>
                <Laptop />
                <span>{browser && system ? t("device", { browser, system }) : browser || t("unknownDevice")}</span>
                <span>
                  {formatRecent(new Date(lastSeenAt), new Date(), locale, zone, dates)}
                  <br />
                  {address}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className="muted small">{t("disableLater", { login })}</p>
      </Form>
    </Dialog>
  );
}

/** The open sessions of the user; null while they are looked up. Without an answer the question stands all the same. */
function useSessions(id: string): Session[] | null {
  const [sessions, setSessions] = useState<Session[] | null>(null);
  useEffect(() => {
    let current = true;
    const form = new FormData();
    form.set("id", id);
    viewUserSessionsAction(null, form).then(
      (result) => current && setSessions(isRefusal(result) ? [] : result.value),
      () => current && setSessions([]),
    );
    return () => {
      current = false;
    };
  }, [id]);
  return sessions;
}
