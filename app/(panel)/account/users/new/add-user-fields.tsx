"use client";

import { useTranslations } from "next-intl";
import type { Account } from "@/app/(panel)/account/users/user-actions/target-user";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { StandingStrokes } from "@/app/_parts/privilege";
import { RadioField, SwitchField, TextField } from "@/components/form/fields";
import { useTyped } from "@/components/form/form-context";
import type { Register, RegisteredField } from "@/components/form/use-fields";
import { CompositeId } from "@/components/ui/composite-id";
import { privileges } from "@/lib/policy";

/** Initial values for a new user. */
export const addUserDefaults = { privilege: "user", mustChange: "on" };

type Props = Omit<Account, "origin"> & {
  register: Register<"login" | "email" | "password" | "privilege" | "description" | "mustChange" | "invite">;
};

/** The fields of *Add a user*, for the dialog and the page. */
export function AddUserFields({ register, digitalId, handle, brand, mail }: Props) {
  const t = useTranslations("userForms");
  const login = useTyped(register("login")).trim();
  const invited = useTyped(register("invite")) === "on";
  return (
    <>
      <TextField
        {...register("login")}
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
      <TextField {...register("email")} label={t("email")} type="email" autoComplete="off" />
      <SwitchField {...register("invite")} label={t("invite")} hint={mail ? t("inviteHint") : t("inviteNoMail")} />
      {!invited && (
        <ChosenPasswordField
          {...register("password")}
          label={t("password")}
          words={[login, digitalId, handle, brand]}
          wordField={register("email")}
        />
      )}
      <PrivilegeField {...register("privilege")} />
      <TextField {...register("description")} label={t("description")} optional autoComplete="off" />
      {!invited && <SwitchField {...register("mustChange")} label={t("mustChange")} />}
    </>
  );
}

type PrivilegeProps = RegisteredField & { withheld?: Partial<Record<(typeof privileges)[number], string>> };

/** None, User or Administrator, each with its meaning. */
export function PrivilegeField({ withheld, ...field }: PrivilegeProps) {
  const t = useTranslations();
  const cards = privileges.map((value) => ({
    value,
    label: t(`standing.${value}`),
    meaning: t(`meaning.${value}`),
    sign: <StandingStrokes standing={value} />,
    withheld: withheld?.[value],
  }));
  return <RadioField {...field} label={t("users.privilege")} cards={cards} />;
}
