import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { MailLinkForm } from "@/app/(public)/mail-link-form";
import { confirmSignUpAction } from "@/app/(public)/signup/actions";
import { AccountAside } from "@/app/(public)/signup/aside";
import { viewSignUpLink } from "@/lib/domain/sign-ups/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmSignUp"))("title") };
}

/** Where the link of a mail leads that makes an account. */
export default async function ConfirmSignUpPage({ searchParams }: MailLinkProps) {
  const [token, t, say] = [await tokenIn(searchParams), await getTranslations("confirmSignUp"), await getTranslations()];
  const asked = await load(viewSignUpLink, { token });
  if (!asked) {
    const onward = [{ href: paths.signUp, text: t("again") }, { href: paths.logIn, text: say("resetPassword.back") }];
    return <LinkIsOver title={t("title")} text={t("over")} onward={onward} aside={<AccountAside />} />;
  }
  return (
    <PublicFrame title={t("title")} text={t("text")} asideLabel={say("ids.about")} aside={<AccountAside />}>
      <dl className="kv">
        <dt>{say("signUp.firstName")}</dt>
        <dd>{asked.firstName}</dd>
        <dt>{say("signUp.lastName")}</dt>
        <dd>{asked.lastName}</dd>
        {asked.organisation && (
          <>
            <dt>{say("signUp.organisation")}</dt>
            <dd>{asked.organisation}</dd>
          </>
        )}
        <dt>{say("signUp.email")}</dt>
        <dd>{asked.email}</dd>
      </dl>
      <MailLinkForm action={confirmSignUpAction} token={token} submitLabel={t("submit")} />
    </PublicFrame>
  );
}
