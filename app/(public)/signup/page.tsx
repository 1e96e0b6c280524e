import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlreadyIn, PublicFrame } from "@/app/(public)/frame";
import { AccountAside } from "@/app/(public)/signup/aside";
import { SignUpForm } from "@/app/(public)/signup/form";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { languageOptions } from "@/lib/doors/current-language";
import { isMember, loadActor } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signUp"))("title") };
}

export default async function SignUpPage({ searchParams }: Props) {
  const t = await getTranslations("signUp");
  const asked = (await searchParams).asked === "1" && env.mail !== null;
  const actor = await loadActor();
  return (
    <PublicFrame title={t("title")} aside={<AccountAside />}>
      {isMember(actor) && <AlreadyIn name={actor.principal.name} />}
      {env.signUp ? (
        <SignUpForm brand={env.brand} languages={languageOptions()} byMail={env.mail !== null} asked={asked} />
      ) : (
        <Notice>{t("off", { support: env.supportEmail })}</Notice>
      )}
      <div className="links">
        <span className="text-muted">
          <span>{t("have")}</span> <Link href={paths.logIn}>{(await getTranslations("logIn"))("title")}</Link>
        </span>
      </div>
    </PublicFrame>
  );
}
