import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { ConfirmAddressForm } from "@/app/(public)/login/confirm-address/form";
import { Texts } from "@/app/texts";
import { Notice } from "@/components/ui/notice";
import { viewAddressLink } from "@/lib/addresses/operations";
import { load } from "@/lib/load";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmAddress"))("title") };
}

/** Where the link of a mail leads that confirms an address. Opening it consumes nothing. */
export default async function ConfirmAddressPage({ searchParams }: Props) {
  const [params, t, ids] = [await searchParams, await getTranslations("confirmAddress"), await getTranslations("ids")];
  const token = typeof params.token === "string" ? params.token.slice(0, 200) : "";
  const link = token ? await load(viewAddressLink, { token, purpose: "confirm-address" }) : null;
  if (!link) {
    const isDone = params.done === "1" && !token;
    return (
      <PublicFrame title={t("title")} asideLabel={ids("about")} aside={<WhichId />}>
        <Notice tone={isDone ? "success" : "warning"} role="status">{t(isDone ? "done" : "over")}</Notice>
        <div className="links">
          <Link href={paths.account}>{t("onward")}</Link>
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
      <Texts of={["confirmAddress"]}>
        <ConfirmAddressForm token={token} />
      </Texts>
    </PublicFrame>
  );
}
