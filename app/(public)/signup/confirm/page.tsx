import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { AccountAside } from "@/app/(public)/signup/aside";
import { ConfirmSignUpForm } from "@/app/(public)/signup/confirm/form";
import { Fact, Facts } from "@/components/ui/facts";
import { viewSignUpLink } from "@/lib/domain/sign-ups/operations";
import { languageOptions } from "@/lib/doors/current-language";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmSignUp"))("title") };
}

/** The page of the email link that creates an account. */
export default async function ConfirmSignUpPage({ searchParams }: MailLinkProps) {
  const [token, t, translate] = [
    await tokenIn(searchParams),
    await getTranslations("confirmSignUp"),
    await getTranslations(),
  ];
  const asked = await load(viewSignUpLink, { token });
  if (!asked) {
    const onward = [
      { href: paths.signUp, text: t("again") },
      { href: paths.logIn, text: translate("resetPassword.back") },
    ];
    return <LinkIsOver title={t("title")} text={t("over")} onward={onward} aside={<AccountAside />} />;
  }
  return (
    <PublicFrame title={t("title")} text={t("text")} aside={<AccountAside />}>
      <Facts>
        <Fact label={translate("signUp.email")}>
          <bdi>{asked.email}</bdi>
        </Fact>
      </Facts>
      <ConfirmSignUpForm token={token} asked={asked} brand={env.brand} languages={languageOptions()} />
    </PublicFrame>
  );
}
