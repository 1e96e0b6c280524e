import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Beside, PublicFrame } from "@/app/(public)/frame";
import { NewPasswordForm } from "@/app/(public)/login/new-password/form";
import { OwnId } from "@/app/(public)/which-id";
import { CompositeId } from "@/components/ui/composite-id";
import { loadWithPendingStep } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("newPassword"))("title") };
}

export default async function NewPasswordPage() {
  const { digitalId, handle, login, email, name } = (await loadWithPendingStep("password")).principal;
  const [t, frame] = [await getTranslations("newPassword"), await getTranslations("frame")];
  const facts = [{ label: t("asideText"), value: <OwnId digitalId={digitalId} login={login} /> }];
  const aside = <Beside title={t("aside")} facts={facts} />;
  return (
    <PublicFrame title={t("title")} text={t("text")} aside={aside}>
      <p>
        <CompositeId account={digitalId} person={login} breaks />
      </p>
      <NewPasswordForm words={[env.brand, digitalId, handle, login, email, ...name.split(" ")]} />
      <form className="links" method="post" action={paths.logOut}>
        <span className="text-muted">
          <span>{t("notYou")}</span> <button className="plain-link">{frame("logOut")}</button>
        </span>
      </form>
    </PublicFrame>
  );
}
