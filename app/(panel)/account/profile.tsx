"use client";

import { useTranslations } from "next-intl";
import { editProfileAction } from "@/app/(panel)/account/actions";
import { useSaved } from "@/app/(panel)/account/use-saved";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { profile as schema, themes } from "@/lib/profile/schema";

type Props = {
  profile: { displayName: string; language: string; timeZone: string; theme: string };
  /** What the top bar shows where there is no display name. */
  shownInstead: string;
  zones: string[];
  languages: { code: string; name: string }[];
};

/** *Your profile*: one's own name and looks. */
export function ProfileForm({ profile, shownInstead, zones, languages }: Props) {
  const [t, form] = [useTranslations("account"), useTranslations("form")];
  const zone = [{ value: "", label: t("timeZoneOwn") }, ...zones.map((value) => ({ value, label: value.replaceAll("_", " ") }))];
  const language = [
    { value: "", label: t("languageOwn") },
    ...languages.map(({ code, name }) => ({ value: code, label: name, lang: code })),
  ];
  const theme = themes.map((value) => ({ value, label: t(`themes.${value}`) }));
  return (
    <Form schema={schema} action={editProfileAction} defaultValues={profile} onDone={useSaved()} submitLabel={form("save")}>
      <TextField
        name="displayName"
        label={t("displayName")}
        optional
        hint={t("displayNameHint", { name: shownInstead })}
        autoComplete="nickname"
      />
      <SelectField name="language" label={t("language")} options={language} />
      <SelectField name="timeZone" label={t("timeZone")} options={zone} />
      <SelectField name="theme" label={t("theme")} options={theme} />
    </Form>
  );
}
