import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { ForgottenForm } from "@/app/(public)/login/forgotten/form";
import { WhichId, WhichIdFolded } from "@/app/(public)/which-id";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("forgotten"))("title") };
}

export default async function ForgottenPage({ searchParams }: Props) {
  const [params, t] = [await searchParams, await getTranslations("forgotten")];
  const id = typeof params.id === "string" ? params.id.slice(0, 320) : "";
  return (
    <PublicFrame title={t("title")} text={t("text")} aside={<WhichId />}>
      {!env.mail && <Notice tone="warning">{t("noMail", { support: env.supportEmail })}</Notice>}
      <ForgottenForm id={id} asked={params.asked === "1"} />
      <div className="links">
        <Link href={paths.logIn}>{t("back")}</Link>
      </div>
      <WhichIdFolded />
    </PublicFrame>
  );
}
