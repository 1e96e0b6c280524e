"use client";

import { useLocale, useTranslations } from "next-intl";
import { editProfileAction } from "@/app/(panel)/account/(general)/actions";
import { ChoiceForm } from "@/components/form/choice-form";
import { Globe, Monitor, Moon, Sun } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { Theme } from "@/lib/domain/profile/schema";
import type { FieldOf } from "@/lib/isomorphic/action";

/** A choice of the menus below, which their form sends. */
const choice = (name: FieldOf<typeof editProfileAction>, value: string) => ({
  submits: "looks",
  sends: { name, value },
});

/** The form that the menus below submit. It is in the page once; the menus may be several times. */
export const LooksForm = () => <ChoiceForm id="looks" action={editProfileAction} />;

export type Looks = {
  theme: string;
  themes: readonly Theme[];
  languages: readonly { code: string; name: string }[];
};

const icons = { system: <Monitor />, light: <Sun />, dark: <Moon /> };

/** The menus for language and theme: icons in the top bar, or with words in the drawer. The choice is saved with the user. */
export function LooksMenus({ theme, themes, languages, drawer }: Looks & { drawer?: boolean }) {
  const [t, locale] = [useTranslations("frame"), useLocale()];
  const current = languages.find(({ code }) => code === locale)?.name ?? locale;
  const shown = drawer ? current : locale.split("-")[0]!.toUpperCase();
  const look = drawer ? "button" : "button button-small button-quiet phone:hidden";
  return (
    <>
      <Menu
        label={current}
        worded
        triggerClass={look}
        trigger={
          <>
            <Globe />
            <span>
              <span className="sr-only">{t("labelled", { label: t("language"), value: shown })}</span>
              <span aria-hidden="true">{shown}</span>
            </span>
          </>
        }
        items={languages.map(({ code, name }) => ({
          label: name,
          lang: code,
          chosen: code === locale,
          ...choice("language", code),
        }))}
      />
      <Menu
        label={t("lightOrDark")}
        worded={drawer}
        triggerClass={drawer ? look : `${look} button-icon`}
        trigger={
          <>
            <Sun />
            {drawer && <span>{t("lightOrDark")}</span>}
          </>
        }
        items={themes.map((value) => ({
          label: t(`themes.${value}`),
          icon: icons[value],
          chosen: value === theme,
          ...choice("theme", value),
        }))}
      />
    </>
  );
}
