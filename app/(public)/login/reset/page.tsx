import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { ResetForm } from "@/app/(public)/login/reset/form";
import { Texts } from "@/app/texts";
import { CompositeId } from "@/components/ui/composite-id";
import { Notice } from "@/components/ui/notice";
import { load } from "@/lib/load";
import { viewPasswordLink } from "@/lib/passwords/links";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("resetPassword"))("title") };
}

/** Where the link of a mail leads that lets somebody set a password. Opening it consumes nothing. */
export default async function ResetPage({ searchParams }: Props) {
  const [params, t, ids] = [await searchParams, await getTranslations("resetPassword"), await getTranslations("ids")];
  const token = typeof params.token === "string" ? params.token.slice(0, 200) : "";
  const link = await load(viewPasswordLink, { token });
  if (!link) {
    return (
      <PublicFrame title={t("title")} asideLabel={ids("about")} aside={<WhichId />}>
        <Notice tone="warning" role="status">{t("over")}</Notice>
        <div className="links">
          <Link href={paths.forgotten}>{t("again")}</Link>
          <Link href={paths.logIn}>{t("back")}</Link>
        </div>
      </PublicFrame>
    );
  }
  const [only] = link.people;
  const text = t(link.activates ? "activateText" : "text");
  return (
    <PublicFrame title={t(link.activates ? "activateTitle" : "title")} text={text} asideLabel={ids("about")} aside={<WhichId />}>
      {link.people.length === 1 && (
        <p>
          <IdOf signInId={only!.signInId} />
        </p>
      )}
      <Texts of={["resetPassword", "security", "strength"]}>
        <ResetForm token={token} people={link.people.map(({ id, signInId }) => ({ id, signInId }))} words={link.people.flatMap(({ words }) => words)} />
      </Texts>
    </PublicFrame>
  );
}

function IdOf({ signInId }: { signInId: string }) {
  const [account = "", person] = signInId.split("/");
  return <CompositeId account={account} person={person} breaks />;
}
