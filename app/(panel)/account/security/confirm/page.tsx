import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { ConfirmForm } from "@/app/(panel)/account/security/confirm/form";
import { Texts } from "@/app/texts/texts";
import { SectionHead } from "@/components/ui/section-head";
import { Settings } from "@/components/ui/setting";
import { loadMember } from "@/lib/doors/page";
import { innerPath, paths } from "@/lib/isomorphic/paths";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirmSelf"))("title") };
}

/** The dialog *Confirm it’s you* as a page, for browsers without JavaScript. */
export default async function ConfirmPage({ searchParams }: Props) {
  const [params, { principal: person }, t] = [
    await searchParams,
    await loadMember(),
    await getTranslations("confirmSelf"),
  ];
  return (
    <Texts of="more">
      <section>
        <AccountHead current="security" />
        <SectionHead title={t("title")} text={t("text")} />
        <Settings>
          <div className="max-w-105">
            <ConfirmForm next={innerPath(params.next) ?? paths.security} hasFactor={person.twoFactor} />
          </div>
        </Settings>
      </section>
    </Texts>
  );
}
