"use client";

import { useTranslations } from "next-intl";
import { editProfileAction } from "@/app/(panel)/account/(general)/actions";
import { useSaved } from "@/app/(panel)/account/use-saved";
import { SelectField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import type { Theme } from "@/lib/domain/profile/schema";

const schema = () => import("@/lib/domain/profile/schema").then(({ profile }) => profile);

type Props = {
  profile: { displayName: string; language: string; timeZone: string; theme: string };
  /** What the top bar shows without a display name. */
  shownInstead: string;
  zones: readonly string[];
  languages: { code: string; name: string }[];
  themes: readonly Theme[];
};

/** *Your profile*: the user's own name and appearance. */
export function ProfileForm({ profile, shownInstead, zones, languages, themes }: Props) {
  const [t, frame, form] = [useTranslations("account"), useTranslations("frame"), useTranslations("form")];
  const zone = [
    { value: "", label: t("timeZoneOwn") },
    ...zones.map((value) => ({ value, label: value.replaceAll("_", " ") })),
  ];
  const language = [
    { value: "", label: t("languageOwn") },
    ...languages.map(({ code, name }) => ({ value: code, label: name, lang: code })),
  ];
  const theme = themes.map((value) => ({ value, label: frame(`themes.${value}`) }));
  return (
    <Form
      schema={schema}
      action={editProfileAction}
      defaultValues={profile}
      onDone={useSaved()}
      submitLabel={form("save")}
    >
      {(register) => (
        <>
          <TextField
            {...register("displayName")}
            label={t("displayName")}
            optional
            hint={t("displayNameHint", { name: shownInstead })}
            autoComplete="nickname"
          />
          {/* The user can also choose language and theme in the top bar. A new key takes that over without resetting the other fields. */}
          <SelectField
            key={`language ${profile.language}`}
            {...register("language")}
            label={t("language")}
            options={language}
          />
          <SelectField {...register("timeZone")} label={t("timeZone")} options={zone} />
          <SelectField key={`theme ${profile.theme}`} {...register("theme")} label={t("theme")} options={theme} />
        </>
      )}
    </Form>
  );
}
