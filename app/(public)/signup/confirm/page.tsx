import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { AccountAside } from "@/app/(public)/signup/aside";
import { ConfirmSignUpForm } from "@/app/(public)/signup/confirm/form";
import { Texts } from "@/app/texts";
import { Notice } from "@/components/ui/notice";
import { viewSignUpLink } from "@/lib/accounts/by-mail";
import { load } from "@/lib/load";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmSignUp"))("title") };
}

/** Where the link of a mail leads that makes an account. Opening it consumes nothing. */
export default async function ConfirmSignUpPage({ searchParams }: Props) {
  const [params, t, say] = [await searchParams, await getTranslations("confirmSignUp"), await getTranslations()];
  const token = typeof params.token === "string" ? params.token.slice(0, 200) : "";
  const asked = await load(viewSignUpLink, { token });
  if (!asked) {
    return (
      <PublicFrame title={t("title")} asideLabel={say("ids.about")} aside={<AccountAside />}>
        <Notice tone="warning" role="status">{t("over")}</Notice>
        <div className="links">
          <Link href={paths.signUp}>{t("again")}</Link>
          <Link href={paths.logIn}>{say("resetPassword.back")}</Link>
        </div>
      </PublicFrame>
    );
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
      <Texts of={["confirmSignUp"]}>
        <ConfirmSignUpForm token={token} />
      </Texts>
    </PublicFrame>
  );
}
