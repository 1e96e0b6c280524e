"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { editProfileAction } from "@/app/(panel)/account/(general)/actions";
import { accountTabs } from "@/app/(panel)/account/tabs";
import { useSections } from "@/app/(panel)/frame/sections";
import { useAction } from "@/components/form/use-action";
import { ArrowRight, Keyboard, LogOut, Monitor, Moon, Plus, Sun } from "@/components/ui/icon";
import { themes } from "@/lib/domain/profile/schema";
import { paths } from "@/lib/isomorphic/paths";

/** An entry of the palette: a place or an action. */
export type Command = {
  id: string;
  label: string;
  /** Stands after the label, muted. */
  detail?: ReactNode;
  icon: ReactNode;
  /** More words that find it. */
  words?: string;
  danger?: boolean;
  run: () => void;
};

type Wanted = { mayAdd: boolean; onAdd: () => void; onShortcuts: () => void };

/** The places and actions that the user's privilege allows. */
export function useCommands({ mayAdd, onAdd, onShortcuts }: Wanted): { places: Command[]; deeds: Command[] } {
  const [t, tabs, frame] = [useTranslations("palette"), useTranslations("tabs"), useTranslations("frame")];
  const [router, sections, profile] = [useRouter(), useSections(), useAction(editProfileAction)];
  const icons = { system: <Monitor />, light: <Sun />, dark: <Moon /> };

  const places = [
    ...sections
      .filter(({ href }) => href !== paths.account)
      .map(({ href, label, Icon }) => ({ href, label, icon: <Icon /> })),
    ...accountTabs.map((tab) => ({
      href: paths[tab],
      label: tabs(tab),
      icon: <ArrowRight />,
      detail: frame("myAccount"),
    })),
  ].map(({ href, ...place }) => ({ ...place, id: `go-${href.replaceAll("/", "-")}`, run: () => router.push(href) }));

  const deeds: Command[] = [
    ...(mayAdd ? [{ id: "add", label: t("add"), icon: <Plus />, run: onAdd }] : []),
    ...themes.map((theme) => ({
      id: `theme-${theme}`,
      label: t("theme", { theme: frame(`themes.${theme}`) }),
      icon: icons[theme],
      run: () => void profile.send({ theme }),
    })),
    { id: "shortcuts", label: frame("shortcuts"), icon: <Keyboard />, run: onShortcuts },
    {
      id: "log-out",
      label: frame("logOut"),
      icon: <LogOut />,
      run: () => (document.getElementById("log-out") as HTMLFormElement).requestSubmit(),
    },
  ];
  return { places, deeds };
}
