import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { NewPasswordForm } from "@/app/(public)/login/new-password/form";
import { Texts } from "@/app/texts";
import { CompositeId } from "@/components/ui/composite-id";
import { env } from "@/lib/env.mjs";
import { loadActor } from "@/lib/load";
import { paths } from "@/lib/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("newPassword"))("title") };
}

export default async function NewPasswordPage() {
  const actor = await loadActor();
  if (actor.kind !== "member") redirect(paths.logIn);
  if (!actor.passwordDue) redirect(paths.account);
  const [t, frame, ids] = [await getTranslations("newPassword"), await getTranslations("frame"), await getTranslations("ids")];
  const { digitalId, handle, login, email, name } = actor;
  return (
    <PublicFrame title={t("title")} text={t("text")} asideLabel={ids("about")} aside={<WhichId />}>
      <p>
        <CompositeId account={digitalId} person={login || undefined} breaks />
      </p>
      <Texts of={["newPassword", "security", "strength"]}>
        <NewPasswordForm words={[env.brand, digitalId, handle, login, email, ...name.split(" ")]} />
      </Texts>
      <form className="links" method="post" action={paths.logOut}>
        <button className="btn quiet small">{frame("logOut")}</button>
      </form>
    </PublicFrame>
  );
}
