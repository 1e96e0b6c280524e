import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/app/(public)/language-switch";
import { BlankEndNotice } from "@/app/_parts/blank-end-notice";
import { Brand } from "@/app/_parts/brand";
import { OutsidePage } from "@/app/_parts/outside-page";
import { RenderedFor } from "@/components/form/rendered-for";
import { classes } from "@/components/ui/classes";
import { ChevronDown } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { isMember, loadActor } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { title: string; text?: ReactNode; aside: ReactNode; children: ReactNode };

/** A page outside the panel: the task at the left, and information about it at the right. */
export async function PublicFrame({ aside, children, ...page }: Props) {
  const [actor, t] = [await loadActor(), await getTranslations("ids")];
  return (
    <RenderedFor person={isMember(actor) ? actor.principal.personId : ""}>
      <OutsidePage
        {...page}
        head={<Brand href={paths.logIn} name={env.brand} />}
        aside={
          <aside className={asideLook} aria-label={t("about")}>
            {aside}
          </aside>
        }
        foot={
          <div className="flex flex-wrap items-center justify-between gap-2 text-13 text-muted">
            <LanguageSwitch />
            <a href={`mailto:${env.supportMailbox}`}>{env.supportEmail}</a>
          </div>
        }
      >
        <BlankEndNotice />
        {children}
      </OutsidePage>
    </RenderedFor>
  );
}

const asideLook = classes(
  "relative isolate m-3 ml-0 grid min-w-0 content-end overflow-hidden rounded-4 bg-deep px-14 py-12 text-on-deep max-lg:hidden",
  "before:absolute before:-inset-0.5 before:-z-1 before:bg-deep-2 before:content-['']",
  "before:[clip-path:polygon(62%_0,92%_0,60%_100%,30%_100%)]",
);

/** Says to a logged-in user that this page is for visitors. */
export async function AlreadyIn({ name }: { name: string }) {
  const t = await getTranslations("logIn");
  return (
    <Notice>
      <span>{t("already", { name })}</span> <Link href={paths.home}>{t("goOn")}</Link>
    </Notice>
  );
}

type BesideProps = { title: string; facts: { label: string; value: ReactNode }[] };

/** The right side of a wide window: a sentence, and facts below it. */
export function Beside({ title, facts }: BesideProps) {
  return (
    <>
      <h2 className="mb-6 max-w-[30ch] text-22 text-balance">{title}</h2>
      <dl className="grid gap-6">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="mb-1 text-on-deep-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What stands at the right of a wide window, folded for a narrow one. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="rounded-2 bg-sunken hairline lg:hidden">
      <summary className={summaryLook}>
        <span>{title}</span>
        <ChevronDown />
      </summary>
      <div className="px-3.5 pb-3">{children}</div>
    </details>
  );
}

const summaryLook = classes(
  "flex min-h-11 cursor-pointer list-none items-center justify-between px-3.5 py-2.75 font-medium",
  "[&::-webkit-details-marker]:hidden",
);
