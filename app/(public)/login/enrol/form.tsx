"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { addAppAction, releaseTwoFactorAction } from "@/app/(panel)/account/security/actions";
import { AppFields, type NewAppSecret } from "@/app/(panel)/account/security/two-factor/add-app";
import { KeyFields, type NewKeyOptions } from "@/app/(panel)/account/security/two-factor/add-key";
import { sendEnrolmentLinkAction } from "@/app/(public)/login/enrol/actions";
import { Form } from "@/components/form/form";
import { useClock } from "@/components/ui/clock";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";

const nothing = () => import("@/lib/isomorphic/fields").then((fields) => fields.nothing);
const newApp = () => import("@/lib/domain/two-factor/schema").then((schema) => schema.newApp);

/** Opens the Security page in the panel, which offers the backup codes next. */
const openSecurity = () => location.assign(paths.security);

/** Asks for the email. */
export function AskForm({ email, asked: before }: { email: string; asked: boolean }) {
  const [t, clock] = [useTranslations("enrol"), useClock()];
  const [asked, setAsked] = useState(before);
  const [until, setUntil] = useState<string | null>(null);
  const onDone = (mail: { until: string | null }) => {
    setAsked(true);
    setUntil(mail.until);
    // As without JavaScript: a reloaded page still says so.
    history.replaceState(null, "", `${paths.enrol}?asked=1`);
  };
  const message = until ? t("waits", { email, time: clock.soon(until) }) : t("sent", { email });
  return (
    <>
      {asked ? (
        <Notice tone="success" role="status">
          {message}
        </Notice>
      ) : (
        <p>{t("mailText", { email })}</p>
      )}
      <Form
        schema={nothing}
        action={sendEnrolmentLinkAction}
        asks
        onDone={onDone}
        submitLabel={asked ? t("again") : t("send")}
        wide
      />
    </>
  );
}

/** Adds an authenticator app: its secret, then a code. */
export function EnrolApp({ secret }: { secret: NewAppSecret }) {
  const form = useTranslations("form");
  return (
    <Form
      schema={newApp}
      action={addAppAction}
      hidden={{ secret: secret.encrypted }}
      onDone={openSecurity}
      submitLabel={form("confirm")}
      wide
    >
      {(register) => <AppFields register={register} secret={secret} />}
    </Form>
  );
}

/** Adds a security key or passkey. Browsers need JavaScript for it. */
export const EnrolKey = ({ options }: { options: NewKeyOptions }) => (
  <div className="needs-script">
    <KeyFields options={options} onDone={openSecurity} wide />
  </div>
);

/** Lets the account holder cancel the requirement, so nobody can lock them out. */
export function ReleaseForm() {
  const [t, required] = [useTranslations("enrol"), useTranslations("required")];
  return (
    <Form
      schema={nothing}
      action={releaseTwoFactorAction}
      onDone={openSecurity}
      submitLabel={required("release")}
      plain
      wide
    >
      <p className="text-muted">{t("holder")}</p>
    </Form>
  );
}
