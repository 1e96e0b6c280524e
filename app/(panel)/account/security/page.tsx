import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AccountHead } from "@/app/(panel)/account/head";
import { Texts } from "@/app/texts";
import { ChangePasswordForm } from "@/app/(panel)/account/security/change-password";
import { Setting } from "@/app/(panel)/account/setting";
import { formatDay, zoneOf } from "@/lib/format";
import { load, loadMember } from "@/lib/load";
import { viewSecurity } from "@/lib/passwords/operations";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function SecurityPage({ searchParams }: Props) {
  const params = await searchParams;
  const [member, own] = [await loadMember(), await load(viewSecurity)];
  const [t, locale] = [await getTranslations("security"), await getLocale()];
  return (
    <Texts of={["security", "strength"]}>
      <section>
        <AccountHead current="security" />
        <div className="shead">
          <div>
            <h2>{t("title")}</h2>
            <p>{t("text")}</p>
          </div>
        </div>
        <div className="settings">
          <Setting
            id="password"
            title={t("password")}
            text={t("changed", { date: formatDay(own.passwordChangedAt, locale, zoneOf(member)) })}
            saved={params.saved === "password" && t("done")}
          >
            <div className="narrow">
              <ChangePasswordForm words={own.words} />
            </div>
          </Setting>
        </div>
      </section>
    </Texts>
  );
}
