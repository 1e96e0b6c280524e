import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PublicFrame } from "@/app/(public)/frame";
import { EnrolAside } from "@/app/(public)/login/enrol/aside";
import { AskForm, EnrolApp, EnrolKey, ReleaseForm } from "@/app/(public)/login/enrol/form";
import { Texts } from "@/app/texts/texts";
import { Clock } from "@/components/ui/clock";
import { CompositeId } from "@/components/ui/composite-id";
import { Notice } from "@/components/ui/notice";
import { createAppSecret, createKeyOptions } from "@/lib/domain/two-factor/operations";
import { load, loadWithPendingStep } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enrol"))("title") };
}

/** For a user who must set up two-factor authentication: first a confirmation by email, then a second factor. Nothing else opens before. */
export default async function EnrolPage({ searchParams }: Props) {
  const [params, { principal, credential }] = [await searchParams, await loadWithPendingStep("enrolment")];
  const { digitalId, login, email, standing } = principal;
  const [t, frame] = [await getTranslations("enrol"), await getTranslations("frame")];
  return (
    <PublicFrame title={t("title")} text={t("text")} aside={<EnrolAside digitalId={digitalId} login={login} />}>
      <p>
        <CompositeId account={digitalId} person={login} breaks />
      </p>
      <Texts of="enrol">
        {credential.mailProved ? (
          <Factors encrypted={typeof params.setup === "string" ? params.setup.slice(0, 500) : ""} />
        ) : (
          <Clock now={Date.now()} zone={zoneOf(principal)}>
            <AskForm email={email} asked={params.asked === "1"} />
          </Clock>
        )}
        {standing === "holder" && <ReleaseForm />}
      </Texts>
      <form className="links" method="post" action={paths.logOut}>
        <span className="text-muted">
          <button className="plain-link">{frame("logOut")}</button>
        </span>
      </form>
    </PublicFrame>
  );
}

/**
 * Offers an app or a security key. The app's secret must not change when the page is submitted again, so the URL contains it,
 * encrypted.
 */
async function Factors({ encrypted }: { encrypted: string }) {
  const [t, secret, options] = [
    await getTranslations("enrol"),
    await load(createAppSecret, { secret: encrypted }),
    await load(createKeyOptions),
  ];
  if (secret.encrypted !== encrypted) redirect(`${paths.enrol}?setup=${encodeURIComponent(secret.encrypted)}`);
  return (
    <>
      <Notice tone="success" role="status">
        {t("proved")}
      </Notice>
      <h2>{t("app")}</h2>
      <EnrolApp secret={secret} />
      <h2>{t("key")}</h2>
      <EnrolKey options={options} />
    </>
  );
}
