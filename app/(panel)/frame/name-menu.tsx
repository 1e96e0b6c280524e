"use client";

import { useTranslations } from "next-intl";
import { ChevronDown, CircleUser, LogOut } from "@/components/ui/icon";
import { CompositeId } from "@/components/ui/composite-id";
import { Menu } from "@/components/ui/menu";
import { paths } from "@/lib/isomorphic/paths";

/** The user's name, with a menu for their account and *Log out*. */
export function NameMenu({ name, ...id }: { name: string; account: string; person: string }) {
  const t = useTranslations("frame");
  return (
    <Menu
      label={t("you")}
      worded
      triggerClass="button button-quiet max-w-[22ch] text-text phone:w-11 phone:p-0"
      trigger={
        <>
          <span
            className="hidden size-7.5 place-items-center rounded-2 bg-accent-soft text-12 font-semibold text-accent phone:grid"
            dir="auto"
            aria-hidden="true"
          >
            {initialsOf(name) || <CircleUser />}
          </span>
          <span className="truncate phone:sr-only" dir="auto">
            {name}
          </span>
          <ChevronDown className="phone:hidden" />
        </>
      }
      head={
        <>
          <bdi>{name}</bdi>
          <br />
          <CompositeId {...id} />
        </>
      }
      items={[
        { label: t("myAccount"), icon: <CircleUser />, href: paths.account },
        { label: t("logOut"), icon: <LogOut />, submits: "log-out", apart: true },
      ]}
    />
  );
}

const initialsOf = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]!.toUpperCase())
    .join("");
