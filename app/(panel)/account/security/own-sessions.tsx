"use client";

import { useTranslations } from "next-intl";
import { endOtherSessionsAction, endSessionAction } from "@/app/(panel)/account/security/actions";
import { SessionList, sessionListId } from "@/app/(panel)/account/session-list";
import { useDeviceName } from "@/app/(panel)/account/use-device-name";
import { ChoiceForm } from "@/components/form/choice-form";
import { Button } from "@/components/ui/button";
import { LogOut } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";
import type { ShownSession } from "@/lib/domain/sessions/output";

type Props = { sessions: ShownSession[]; own: string; more: number };

const endOthersId = "end-others";

/** The user's own open sessions. They can end each except the current one, or all others at once. */
export function OwnSessions(props: Props) {
  const [t, security, toast, deviceName] = [
    useTranslations("sessions"),
    useTranslations("security"),
    useToast(),
    useDeviceName(),
  ];
  const focusSessionList = () => document.getElementById(sessionListId)?.focus();
  return (
    <>
      <SessionList
        {...props}
        end={({ id }, name) => (
          <ChoiceForm
            action={endSessionAction}
            hidden={{ id }}
            onDone={(device) => {
              focusSessionList();
              toast({ title: t("ended", { name: deviceName(device) }) });
            }}
          >
            <Button type="submit" small label={t("endIt", { name })}>
              {t("end")}
            </Button>
          </ChoiceForm>
        )}
      />
      {props.sessions.length > 1 && (
        <>
          <ChoiceForm
            id={endOthersId}
            action={endOtherSessionsAction}
            onDone={({ ended }) => {
              focusSessionList();
              toast({ title: t("othersEnded"), text: security("ended", { count: ended }) });
            }}
          />
          <div className="button-row mt-3">
            <Button type="submit" form={endOthersId}>
              <LogOut />
              {t("endOthers")}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
