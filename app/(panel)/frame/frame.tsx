"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LooksForm, LooksMenus, type Looks } from "@/app/(panel)/frame/looks";
import { NameMenu } from "@/app/(panel)/frame/name-menu";
import { Printed } from "@/app/(panel)/frame/printed";
import { Sections } from "@/app/(panel)/frame/sections";
import { Keys } from "@/app/(panel)/palette/keys";
import { SessionRecovery } from "@/app/(panel)/session-recovery/session-recovery";
import { Brand } from "@/app/_parts/brand";
import { PrivilegeSign } from "@/app/_parts/privilege";
import { RenderedFor } from "@/components/form/rendered-for";
import { classes } from "@/components/ui/classes";
import { Clock } from "@/components/ui/clock";
import { CompositeId } from "@/components/ui/composite-id";
import { Drawer, DrawerButton, OnceOpened } from "@/components/ui/drawer";
import { signInIdOf } from "@/lib/isomorphic/identifiers";
import { paths } from "@/lib/isomorphic/paths";
import type { PermissionOnUsers, Standing } from "@/lib/policy";

type Props = {
  person: { personId: string; name: string; login: string; standing: Standing };
  account: { digitalId: string; handle: string; accountName: string };
  provider: { brand: string; origin: string; mail: boolean; support: string; mailbox: string };
  looks: Looks;
  withheld: readonly PermissionOnUsers[];
  /** When the server drew the page, in milliseconds. */
  now: number;
  zone: string;
  /** Stands above the page's content. */
  notice: ReactNode;
  children: ReactNode;
};

/**
 * The account holder, the user's login and privilege, and the sections. It decides nothing. A client component: a page's data then has only
 * its props, and not each of its elements.
 */
export function Frame({ person, account, provider, looks, withheld, now, zone, notice, children }: Props) {
  const t = useTranslations("frame");
  const { personId, name, login, standing } = person;
  const { digitalId, handle, accountName } = account;
  const { brand, origin, mail, support, mailbox } = provider;
  const id = { account: digitalId, person: login };
  return (
    <Clock now={now} zone={zone}>
      <RenderedFor person={personId}>
        <SessionRecovery person={{ personId, signInId: signInIdOf({ login, account }) }}>
          <a className={skipLook} href="#main">
            {t("skip")}
          </a>
          <div className={frameLook}>
            <header className={topBarLook}>
              <DrawerButton id="sections" label={t("sections")} />
              <Brand href={paths.home} name={brand} className={classes("ml-5 compact:ml-1", onPaper)} />
              <div className={plateLook} role="group" aria-label={t("where")}>
                <CompositeId {...id} />
                <span className="max-[900px]:hidden">{t("accountOf", { name: accountName })}</span>
                <span className="text-text">
                  <PrivilegeSign standing={standing} />
                </span>
              </div>
              <div className="top-actions flex items-center gap-0.5 print:hidden">
                <Keys withheld={withheld} account={{ digitalId, handle, brand, origin, mail }} zone={zone} />
                <LooksMenus {...looks} />
                <NameMenu name={name} {...id} />
              </div>
            </header>
            <Drawer
              id="sections"
              label={t("sections")}
              closeLabel={t("close")}
              head={<Brand href={paths.home} name={brand} className="ml-5" />}
            >
              <Sections support={support} mailbox={mailbox}>
                <OnceOpened>
                  <div className="mb-3 hidden flex-wrap gap-2 in-[:popover-open]:flex">
                    <LooksMenus {...looks} drawer />
                  </div>
                </OnceOpened>
              </Sections>
            </Drawer>
            <main className={sheetLook} id="main" tabIndex={-1}>
              <Printed zone={zone} />
              {notice}
              {children}
            </main>
          </div>
          <LooksForm />
          <form id="log-out" method="post" action={paths.logOut} />
        </SessionRecovery>
      </RenderedFor>
    </Clock>
  );
}

const skipLook = classes(
  "fixed top-2 left-2 z-20 rounded-2 bg-inverse px-3 py-2 text-on-inverse print:hidden",
  "not-focus:[transform:translateY(-200%)]",
);

const frameLook = classes(
  "grid min-h-dvh grid-cols-[var(--side)_minmax(0,1fr)] grid-rows-[var(--top)_1fr] print:block print:min-h-0",
  "compact:grid-cols-1 phone:grid-rows-[auto_1fr]",
);

const topBarLook = classes(
  "sticky top-0 z-5 col-span-full grid grid-cols-[var(--side)_minmax(0,1fr)_auto] items-center bg-frame pr-3",
  "print:static print:block print:p-0 compact:grid-cols-[auto_auto_minmax(0,1fr)_auto] compact:px-2",
  "phone:grid-cols-[auto_1fr_auto] phone:grid-rows-[52px_36px] phone:px-1.5",
);

/** On paper, what remains of the top bar stands in one line. */
const onPaper = "print:mt-0 print:mr-4.5 print:mb-1.5 print:ml-0 print:inline-flex print:p-0 print:align-middle";

const plateLook = classes(
  "plate flex min-w-0 items-center pl-8.25 text-13 whitespace-nowrap text-muted",
  "phone:col-span-full phone:row-start-2 phone:-mx-1.5 phone:self-stretch phone:overflow-hidden",
  "phone:border-t phone:border-line phone:px-4",
  onPaper,
);

const sheetLook = classes(
  "min-w-0 rounded-tl-4 border-t border-l border-line bg-sheet pb-12 lg:col-start-2",
  "print:rounded-none print:border-0 print:p-0 forced-colors:border compact:rounded-none compact:border-l-0",
  "[&>section]:max-w-370 print:[&>section]:max-w-none",
);
