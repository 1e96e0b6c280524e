import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlreadyIn, PublicFrame } from "@/app/(public)/frame";
import { LogInForm, PasskeyForm } from "@/app/(public)/login/form";
import { WhichId, WhichIdFolded } from "@/app/(public)/which-id";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { makeAuthenticationOptions } from "@/lib/domain/two-factor/keys";
import { browserOf, isMember, loadActor } from "@/lib/doors/page";
import { innerPath, paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("logIn"))("title") };
}

export default async function LogInPage({ searchParams }: Props) {
  const [params, actor] = [await searchParams, await loadActor()];
  const t = await getTranslations("logIn");
  const next = innerPath(params.next) ?? "";
  const id = typeof params.id === "string" ? params.id.slice(0, 320) : "";
  const hasNotice = params.out === "1" || typeof params.set === "string";
  // The browser still sends a session cookie: the session has expired or was ended elsewhere.
  const ended = !hasNotice && !isMember(actor) && browserOf(actor).token !== "";
  return (
    <PublicFrame title={t("title")} aside={<WhichId />}>
      {isMember(actor) && <AlreadyIn name={actor.principal.name} />}
      {ended && <Notice>{t("ended")}</Notice>}
      {params.out === "1" && !isMember(actor) && <Notice tone="success">{t("loggedOut")}</Notice>}
      {params.set === "new" && (
        <Notice tone="success" role="status">
          {t("passwordSet")}
        </Notice>
      )}
      {params.set === "first" && (
        <Notice tone="success" role="status">
          {t("activated")}
        </Notice>
      )}
      <LogInForm id={id} next={next} />
      <PasskeyForm options={await makeAuthenticationOptions("sign-in", "", [])} next={next} />
      <div className="links">
        <Link href={paths.forgotten}>{t("forgotten")}</Link>
        {env.signUp && <Link href={paths.signUp}>{t("create")}</Link>}
      </div>
      <WhichIdFolded />
    </PublicFrame>
  );
}
