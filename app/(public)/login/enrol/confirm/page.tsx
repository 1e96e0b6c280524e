import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { ConfirmForm } from "@/app/(public)/login/enrol/confirm/form";
import { Texts } from "@/app/texts";
import { Notice } from "@/components/ui/notice";
import { compositeId } from "@/lib/identifiers";
import { loadActor } from "@/lib/load";
import { paths } from "@/lib/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enrol"))("confirmTitle") };
}

/** Where the link of the mail leads. Opening it consumes nothing, and it is good in the browser alone that asked for it. */
export default async function ConfirmEnrolmentPage({ searchParams }: Props) {
  const [params, actor] = [await searchParams, await loadActor()];
  const [t, ids, logIn] = [await getTranslations("enrol"), await getTranslations("ids"), await getTranslations("logIn")];
  const token = typeof params.token === "string" ? params.token.slice(0, 200) : "";
  const here = actor.kind === "member" && actor.owes === "enrolment";
  const id = actor.kind === "member" ? (actor.login ? compositeId(actor.digitalId, actor.login) : actor.digitalId) : "";
  return (
    <PublicFrame title={t("confirmTitle")} text={here ? t("confirmText", { id }) : undefined} asideLabel={ids("about")} aside={<WhichId />}>
      {here ? (
        <Texts of={["enrol"]}>
          <ConfirmForm token={token} />
        </Texts>
      ) : (
        <>
          <Notice tone="warning" role="status">{t("elsewhere")}</Notice>
          <div className="links">
            <Link href={paths.logIn}>{logIn("title")}</Link>
          </div>
        </>
      )}
    </PublicFrame>
  );
}
