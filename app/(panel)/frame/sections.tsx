"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CircleUser, House, Layers } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { paths } from "@/lib/isomorphic/paths";

/** The panel's sections, in order. */
export function useSections() {
  const t = useTranslations("frame");
  return [
    { href: paths.home, label: t("home"), Icon: House },
    { href: paths.services, label: t("services"), Icon: Layers },
    { href: paths.account, label: t("myAccount"), Icon: CircleUser },
  ];
}

/** The sections, and where to find help. The children stand above the help. */
export function Sections({ support, mailbox, children }: { support: string; mailbox: string; children?: ReactNode }) {
  const t = useTranslations("frame");
  const here = usePathname();
  const sections = useSections();
  const isHere = (href: string) => (href === paths.home ? here === href : here.startsWith(href));
  return (
    <nav
      className="flex flex-col px-3 pt-2.5 pb-4 max-lg:flex-1 lg:sticky lg:top-top lg:h-[calc(100dvh-var(--top))] lg:self-start"
      aria-label={t("sections")}
    >
      <ul className="grid gap-0.5">
        {sections.map(({ href, label, Icon }) => (
          <li key={href}>
            <Link className="section-link" href={href} aria-current={isHere(href) ? "page" : undefined}>
              <Icon />
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-auto grid justify-items-start gap-1 px-2.25 text-12 text-muted">
        {children}
        <span>{t("help")}</span>
        <a className="-my-1 py-1" href={`mailto:${mailbox}`}>
          {support}
        </a>
      </div>
    </nav>
  );
}
