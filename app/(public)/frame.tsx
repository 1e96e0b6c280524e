import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/app/(public)/language-switch";
import { BlankEndNotice } from "@/app/_parts/blank-end-notice";
import { Brand } from "@/app/_parts/brand";
import { RenderedFor } from "@/components/form/rendered-for";
import { Anatomy } from "@/components/ui/anatomy";
import { ChevronDown } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { isMember, loadActor } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { title: string; text?: ReactNode; aside: ReactNode; asideLabel: string; children: ReactNode };

/** A page outside the panel: the task at the left, and information about it at the right. */
export async function PublicFrame({ title, text, aside, asideLabel, children }: Props) {
  const actor = await loadActor();
  return (
    <RenderedFor person={isMember(actor) ? actor.principal.personId : ""}>
      <div className="auth">
        <div className="left">
          <header>
            <Brand href={paths.logIn} name={env.brand} />
          </header>
          <main className="box">
            <div>
              <h1>{title}</h1>
              {text && <p>{text}</p>}
            </div>
            <BlankEndNotice />
            {children}
          </main>
          <footer>
            <div className="foot">
              <LanguageSwitch />
              <a href={`mailto:${env.supportMailbox}`}>{env.supportEmail}</a>
            </div>
          </footer>
        </div>
        <aside className="right" aria-label={asideLabel}>
          {aside}
        </aside>
      </div>
    </RenderedFor>
  );
}

/** Says to a logged-in user that this page is for visitors. */
export async function AlreadyIn({ name }: { name: string }) {
  const t = await getTranslations("logIn");
  return (
    <Notice>
      <span>{t("already", { name })}</span> <Link href={paths.home}>{t("goOn")}</Link>
    </Notice>
  );
}

const exampleId = "1234-567-89";
const exampleHandle = () => `xx11111-${env.handleSuffix}`;

type BesideProps = { title: string; facts: { label: string; value: ReactNode }[] };

/** The right side of a wide window: a sentence, and facts below it. */
export function Beside({ title, facts }: BesideProps) {
  return (
    <>
      <h2>{title}</h2>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Explains which ID to type, at the right of a wide window. */
export async function WhichId() {
  const t = await getTranslations("ids");
  return (
    <>
      <h2>{t("which")}</h2>
      <dl>
        <div>
          <dt>{t("hold")}</dt>
          <dd className="ways">
            <span>{exampleId}</span>
            <span className="or">{t("or")}</span>
            <span>{exampleHandle()}</span>
            <span className="or">{t("or")}</span>
            <b>{t("email")}</b>
          </dd>
        </div>
        <div>
          <dt>{t("given")}</dt>
          <dd>
            <ExampleId />
          </dd>
        </div>
      </dl>
    </>
  );
}

/** The same in a folded block, for a narrow window. */
export async function WhichIdFolded() {
  const t = await getTranslations("ids");
  return (
    <details className="whichid">
      <summary>
        <span>{t("which")}</span>
        <ChevronDown />
      </summary>
      <dl>
        <div>
          <dt>{t("hold")}</dt>
          <dd className="mono">
            <span>{`${exampleId} ${t("or")} ${exampleHandle()} ${t("or")} `}</span>
            <b className="font-bold">{t("email")}</b>
          </dd>
        </div>
        <div>
          <dt>{t("given")}</dt>
          <dd>
            <ExampleId />
          </dd>
        </div>
      </dl>
    </details>
  );
}

export async function ExampleId({ own = false }: { own?: boolean }) {
  const t = await getTranslations("ids");
  return (
    <Anatomy
      account={{ text: exampleId, label: own ? t("yourDigitalId") : t("digitalIdLower") }}
      person={{ text: t("example"), label: own ? t("theirLogin") : t("login") }}
    />
  );
}

/** The ID of the user who is logging in. An account holder has no login part. */
export async function OwnId({ digitalId, login }: { digitalId: string; login: string }) {
  const t = await getTranslations("ids");
  if (!login) return <span className="ways">{digitalId}</span>;
  return (
    <Anatomy account={{ text: digitalId, label: t("digitalIdLower") }} person={{ text: login, label: t("login") }} />
  );
}
