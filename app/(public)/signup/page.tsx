import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AlreadyIn, ExampleId, PublicFrame } from "@/app/(public)/frame";
import { SignUpForm } from "@/app/(public)/signup/form";
import { Texts } from "@/app/texts";
import { Notice } from "@/components/ui/notice";
import { env } from "@/lib/env.mjs";
import { languageOptions } from "@/lib/language";
import { loadActor } from "@/lib/load";
import { paths } from "@/lib/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signUp"))("title") };
}

export default async function SignUpPage() {
  const [t, ids] = [await getTranslations("signUp"), await getTranslations("ids")];
  const aside = (
    <>
      <h2>{t("aside")}</h2>
      <dl>
        <div>
          <dt>{t("asideText")}</dt>
          <dd>
            <ExampleId own />
          </dd>
        </div>
      </dl>
    </>
  );
  const actor = await loadActor();
  return (
    <PublicFrame title={t("title")} asideLabel={ids("about")} aside={aside}>
      {actor.kind === "member" && <AlreadyIn name={actor.name} />}
      {env.signUp ? (
        <Texts of={["signUp", "strength"]}>
          <SignUpForm brand={env.brand} languages={languageOptions()} />
        </Texts>
      ) : (
        <Notice>{t("off", { support: env.supportAddress })}</Notice>
      )}
      <div className="links">
        <span className="muted">
          {t("have")} <Link href={paths.logIn}>{(await getTranslations("logIn"))("title")}</Link>
        </span>
      </div>
    </PublicFrame>
  );
}
