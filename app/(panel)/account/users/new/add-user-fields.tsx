"use client";

import { useTranslations } from "next-intl";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { StandingStrokes } from "@/app/_parts/privilege";
import { RadioField, SwitchField, TextField } from "@/components/form/fields";
import { useTyped } from "@/components/form/form";
import { CompositeId } from "@/components/ui/composite-id";
import { privileges } from "@/lib/policy";

/** Initial values for a new user. */
export const addUserDefaults = { privilege: "user", mustChange: "on" };

type Props = { digitalId: string; handle: string; brand: string; /** Whether there is a mail server. */ mail: boolean };

/** The fields of *Add a user*, for the dialog and the page. */
export function AddUserFields({ digitalId, handle, brand, mail }: Props) {
  const t = useTranslations("users");
  const login = useTyped("login").trim();
  const invited = useTyped("invite") === "on";
  return (
    <>
      <TextField
        name="login"
        label={t("id")}
        code
        autoComplete="off"
        hint={
          <>
            <span>{t("logsInAs")}</span> <CompositeId account={digitalId} person={login || "…"} breaks />
            <br />
            <span>{t("loginRule")}</span>
          </>
        }
      />
      <TextField name="email" label={t("email")} type="email" autoComplete="off" />
      <SwitchField name="invite" label={t("invite")} hint={mail ? t("inviteHint") : t("inviteNoMail")} />
      {!invited && <ChosenPasswordField label={t("password")} words={[login, digitalId, handle, brand]} />}
      <PrivilegeField />
      <TextField name="description" label={t("description")} optional autoComplete="off" />
      {!invited && <SwitchField name="mustChange" label={t("mustChange")} />}
    </>
  );
}

/** None, User or Administrator, each with its meaning. */
export function PrivilegeField({ withheld }: { withheld?: Partial<Record<(typeof privileges)[number], string>> }) {
  const t = useTranslations();
  const cards = privileges.map((value) => ({
    value,
    label: t(`standing.${value}`),
    meaning: t(`meaning.${value}`),
    sign: <StandingStrokes standing={value} />,
    withheld: withheld?.[value],
  }));
  return <RadioField name="privilege" label={t("users.privilege")} cards={cards} />;
}
