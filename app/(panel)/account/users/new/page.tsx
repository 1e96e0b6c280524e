import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { NewUserForm } from "@/app/(panel)/account/users/new/form";
import { Texts } from "@/app/texts/texts";
import { Link } from "@/components/ui/link";
import { SectionHead } from "@/components/ui/section-head";
import { loadMember } from "@/lib/doors/page";
import { paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("add") };
}

/** The dialog as a page: for browsers without JavaScript, and for links. */
export default async function NewUserPage() {
  const { principal: person } = await loadMember("users.add");
  const [t, users] = [await getTranslations("userForms"), await getTranslations("users")];
  const { digitalId, handle } = person;
  return (
    <Texts of="more">
      <section>
        <AccountHead current="users" />
        <SectionHead title={users("add")} text={t("addTo", { digitalId })} />
        <div className="max-w-[560px] px-gutter pt-4">
          <NewUserForm {...{ digitalId, handle }} brand={env.brand} mail={env.mail !== null} />
          <p className="mt-4">
            <Link href={paths.users}>{t("back")}</Link>
          </p>
        </div>
      </section>
    </Texts>
  );
}
