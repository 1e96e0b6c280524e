import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { confirmEnrolmentAction } from "@/app/(public)/login/enrol/actions";
import { EnrolAside } from "@/app/(public)/login/enrol/aside";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { MailLinkForm } from "@/app/(public)/mail-link-form";
import { Link } from "@/components/ui/link";
import { isMember, loadActor } from "@/lib/doors/page";
import { signInIdOf } from "@/lib/isomorphic/identifiers";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enrol"))("confirmTitle") };
}

/** The page of the email link. The link works only in the browser that asked for it. */
export default async function ConfirmEnrolmentPage({ searchParams }: MailLinkProps) {
  const [token, actor] = [await tokenIn(searchParams), await loadActor()];
  const [t, logIn] = [await getTranslations("enrol"), await getTranslations("logIn")];
  if (isMember(actor) && !actor.credential.pendingStep && actor.principal.twoFactor) {
    return (
      <LinkIsOver
        title={t("title")}
        text={t("over")}
        tone="success"
        onward={[{ href: paths.home, text: logIn("goOn") }]}
      />
    );
  }
  if (!isMember(actor) || actor.credential.pendingStep !== "enrolment") {
    return (
      <LinkIsOver
        title={t("confirmTitle")}
        text={t("elsewhere")}
        onward={[{ href: paths.logIn, text: logIn("title") }]}
      />
    );
  }
  const { digitalId, login } = actor.principal;
  return (
    <PublicFrame
      title={t("confirmTitle")}
      text={t("confirmText", { id: signInIdOf({ login, account: { digitalId } }) })}
      aside={<EnrolAside digitalId={digitalId} login={login} />}
    >
      <MailLinkForm action={confirmEnrolmentAction} token={token} submitLabel={t("confirm")} />
      <div className="links">
        <Link href={paths.enrol}>{t("another")}</Link>
      </div>
    </PublicFrame>
  );
}
