import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { NotMeForm } from "@/app/(public)/login/not-me/form";
import { Texts } from "@/app/texts";
import { Notice } from "@/components/ui/notice";
import { viewAddressLink } from "@/lib/addresses/operations";
import { env } from "@/lib/env.mjs";
import { load } from "@/lib/load";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notMe"))("title") };
}

/** Where *It was not me* leads, in the mail to an address that was replaced. Opening it consumes nothing. */
export default async function NotMePage({ searchParams }: Props) {
  const [params, t, ids] = [await searchParams, await getTranslations("notMe"), await getTranslations("ids")];
  const token = typeof params.token === "string" ? params.token.slice(0, 200) : "";
  const link = await load(viewAddressLink, { token, purpose: "take-back" });
  if (!link) {
    return (
      <PublicFrame title={t("title")} asideLabel={ids("about")} aside={<WhichId />}>
        <Notice tone="warning" role="status">{t("over", { support: env.supportAddress })}</Notice>
        <div className="links">
          <Link href={paths.forgotten}>{t("forgotten")}</Link>
        </div>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame title={t("title")} text={t("text")} asideLabel={ids("about")} aside={<WhichId />}>
      <dl className="kv">
        <dt>{t("signInId")}</dt>
        <dd className="id">{link.signInId}</dd>
        <dt>{t("email")}</dt>
        <dd>{link.email}</dd>
      </dl>
      <Texts of={["notMe"]}>
        <NotMeForm token={token} />
      </Texts>
    </PublicFrame>
  );
}
