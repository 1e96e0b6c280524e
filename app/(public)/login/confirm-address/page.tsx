import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { confirmEmailAction } from "@/app/(public)/login/confirm-address/actions";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { MailLinkForm } from "@/app/(public)/mail-link-form";
import { WhichId } from "@/app/(public)/which-id";
import { Fact, Facts } from "@/components/ui/facts";
import { viewEmailLink } from "@/lib/domain/email-changes/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmAddress"))("title") };
}

/** The page of the email link that confirms an email address. */
export default async function ConfirmEmailPage({ searchParams }: MailLinkProps) {
  const [{ done }, token, t, ids] = [
    await searchParams,
    await tokenIn(searchParams),
    await getTranslations("confirmAddress"),
    await getTranslations("ids"),
  ];
  const link = token ? await load(viewEmailLink, { token, purpose: "confirm-address" }) : null;
  if (!link) {
    const onward = [{ href: paths.account, text: t("onward") }];
    return done === "1" && !token ? (
      <LinkIsOver title={t("title")} text={t("done")} tone="success" onward={onward} />
    ) : (
      <LinkIsOver title={t("title")} text={t("over")} onward={onward} />
    );
  }
  return (
    <PublicFrame title={t("title")} text={t("text")} aside={<WhichId />}>
      <Facts>
        <Fact label={ids("logInAs")} code>
          {link.signInId}
        </Fact>
        <Fact label={t("email")}>
          <bdi>{link.email}</bdi>
        </Fact>
      </Facts>
      <MailLinkForm action={confirmEmailAction} token={token} submitLabel={t("submit")} />
    </PublicFrame>
  );
}
