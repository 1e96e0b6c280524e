import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { ResetForm } from "@/app/(public)/login/reset/form";
import { LinkIsOver, tokenIn, type MailLinkProps } from "@/app/(public)/mail-link";
import { WhichId } from "@/app/(public)/which-id";
import { CompositeId } from "@/components/ui/composite-id";
import { viewPasswordLink } from "@/lib/domain/password-links/operations";
import { load } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("resetPassword"))("title") };
}

/** The page of the email link with which a user sets a password. */
export default async function ResetPage({ searchParams }: MailLinkProps) {
  const [token, t] = [await tokenIn(searchParams), await getTranslations("resetPassword")];
  const link = await load(viewPasswordLink, { token });
  if (!link) {
    return (
      <LinkIsOver
        title={t("title")}
        text={t("over")}
        onward={[
          { href: paths.forgotten, text: t("again") },
          { href: paths.logIn, text: t("back") },
        ]}
      />
    );
  }
  const [only] = link.people;
  const text = t(link.activates ? "activateText" : "text");
  return (
    <PublicFrame title={t(link.activates ? "activateTitle" : "title")} text={text} aside={<WhichId />}>
      {link.people.length === 1 && (
        <p>
          <IdOf signInId={only!.signInId} />
        </p>
      )}
      <ResetForm
        token={token}
        people={link.people.map(({ id, signInId }) => ({ id, signInId }))}
        words={link.people.flatMap(({ words }) => words)}
      />
    </PublicFrame>
  );
}

function IdOf({ signInId }: { signInId: string }) {
  const [account = "", person] = signInId.split("/");
  return <CompositeId account={account} person={person} breaks />;
}
