"use client";

import { useTranslations } from "next-intl";
import { useMore } from "@/app/(panel)/account/session-list";
import { useDeviceName } from "@/app/(panel)/account/use-device-name";
import { disableUserAction } from "@/app/(panel)/account/users/actions";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { useOpenSessions } from "@/app/(panel)/account/users/user-actions/user-sessions";
import { BackgroundReadFailed } from "@/components/form/background-read";
import { Form } from "@/components/form/form";
import { At } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Laptop } from "@/components/ui/icon";

const schema = () => import("@/lib/domain/users/schema").then(({ userById }) => userById);

type Props = { user: TargetUser; onClose: () => void; onDone: (done: { ended: number }) => void };

/** *Disable*: asks, lists the sessions that would end, and reports how many did. The list is optional: the action also works without it. */
export function DisableUser({ user, onClose, onDone }: Props) {
  const [t, users, frame, form] = [
    useTranslations("userForms"),
    useTranslations("users"),
    useTranslations("frame"),
    useTranslations("form"),
  ];
  const [deviceName, formatMore] = [useDeviceName(), useMore()];
  const { open, refused, again } = useOpenSessions(user.id);
  const { login } = user;
  return (
    <Dialog
      title={t("disableTitle", { login })}
      closeLabel={frame("close")}
      onClose={onClose}
      size="slim"
      question
      returnTo="add-user"
    >
      <Form
        schema={schema}
        action={disableUserAction}
        hidden={{ id: user.id }}
        onDone={(done) => (onClose(), onDone(done))}
        submitLabel={users("disable")}
        cancelLabel={form("cancel")}
        danger
      >
        <p>
          {refused ? (
            t("disableUnread", { login })
          ) : open ? (
            t(open.sessions.length === 0 ? "disableNone" : "disableText", { login })
          ) : (
            // As long as the sentence that follows, so that the buttons stay under the pointer if no session is open.
            <>
              <span>{t("disableUnread", { login })}</span> <span className="text-muted">{t("looking")}</span>
            </>
          )}
        </p>
        {open === null && refused && <BackgroundReadFailed refused={refused} again={again} />}
        {open && open.sessions.length > 0 && (
          <ul className="grid rounded-2 text-13 hairline">
            {open.sessions.map(({ id, ip, lastSeenAt, ...device }) => (
              <li key={id} className={sessionLook}>
                <Laptop className="text-muted" />
                <span>{deviceName(device)}</span>
                <span className="text-right text-muted">
                  <At moment={lastSeenAt} />
                  <br />
                  <span>{ip}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        {open && open.more > 0 && <p className="text-13 text-muted">{formatMore(open.more)}</p>}
        <p className="text-13 text-muted">{t("disableLater", { login })}</p>
      </Form>
    </Dialog>
  );
}

const sessionLook = "grid grid-cols-[16px_1fr_auto] items-center gap-2.5 border-line px-3 py-2 not-first:border-t";
