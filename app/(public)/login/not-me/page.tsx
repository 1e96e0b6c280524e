import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { takeBackEmailAction } from "@/app/(public)/login/not-me/actions";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { MailLinkForm } from "@/app/(public)/mail-link-form";
import { WhichId } from "@/app/(public)/which-id";
import { Fact, Facts } from "@/components/ui/facts";
import { viewEmailLink } from "@/lib/domain/email-changes/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notMe"))("title") };
}

/** The page of *It was not me*, the link in the email to a replaced address. */
export default async function NotMePage({ searchParams }: MailLinkProps) {
  const [token, t, ids] = [await tokenIn(searchParams), await getTranslations("notMe"), await getTranslations("ids")];
  const link = await load(viewEmailLink, { token, purpose: "take-back" });
  if (!link) {
    return (
      <LinkIsOver
        title={t("title")}
        text={t("over", { support: env.supportEmail })}
        onward={[{ href: paths.forgotten, text: t("forgotten") }]}
      />
    );
  }
  return (
    <PublicFrame title={t("title")} text={t("text", { support: env.supportEmail })} aside={<WhichId />}>
      <Facts>
        <Fact label={ids("logInAs")} code>
          {link.signInId}
        </Fact>
        <Fact label={t("email")}>
          <bdi>{link.email}</bdi>
        </Fact>
      </Facts>
      <MailLinkForm action={takeBackEmailAction} token={token} submitLabel={t("submit")} danger />
    </PublicFrame>
  );
}
