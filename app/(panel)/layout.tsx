import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Brand } from "@/app/brand";
import { ComeBack } from "@/app/(panel)/come-back";
import { NameMenu } from "@/app/(panel)/name-menu";
import { Sections } from "@/app/(panel)/sections";
import { PrivilegeSign } from "@/app/privilege";
import { CompositeId } from "@/components/ui/composite-id";
import { Drawer } from "@/components/ui/drawer";
import { env } from "@/lib/env.mjs";
import { compositeId } from "@/lib/identifiers";
import { loadMember } from "@/lib/load";
import { paths } from "@/lib/paths";

/** The frame: whose account this is, who one is in it and with which privilege, and the sections. It decides nothing. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const [member, t] = [await loadMember(), await getTranslations("frame")];
  const { name, login, digitalId, standing } = member;
  const id = <CompositeId account={digitalId} person={login || undefined} />;
  const sections = <Sections support={env.supportAddress} />;
  return (
    <ComeBack person={{ personId: member.personId, signInId: login ? compositeId(digitalId, login) : digitalId }}>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <div className="panel">
        <header className="top">
          <Drawer id="sections" label={t("sections")} closeLabel={t("close")} head={<Brand href={paths.home} />}>
            {sections}
          </Drawer>
          <Brand href={paths.home} />
          <div className="plate" role="group" aria-label={t("where")}>
            {id}
            <span className="owner">{t("accountOf", { name: member.accountName })}</span>
            <span>
              <PrivilegeSign standing={standing} />
            </span>
          </div>
          <div className="topright">
            <NameMenu name={name} id={id} />
          </div>
        </header>
        {sections}
        <main className="sheet" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <form id="log-out" method="post" action={paths.logOut} />
    </ComeBack>
  );
}
