import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AccountDetails } from "@/app/(panel)/account/(general)/details";
import { EmailForm } from "@/app/(panel)/account/(general)/email";
import { HolderNameForm } from "@/app/(panel)/account/(general)/holder-name";
import { ProfileForm } from "@/app/(panel)/account/(general)/profile";
import { AccountHead } from "@/app/(panel)/account/head";
import { Texts } from "@/app/texts/texts";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Item, ItemList } from "@/components/ui/item-list";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { SectionHead } from "@/components/ui/section-head";
import { Setting, Settings } from "@/components/ui/setting";
import { viewAccount } from "@/lib/domain/accounts/operations";
import { viewProfile } from "@/lib/domain/profile/operations";
import { currentName, themes, timeZones } from "@/lib/domain/profile/schema";
import { languageOptions } from "@/lib/doors/current-language";
import { load, loadMember } from "@/lib/doors/page";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";
import { emailPath } from "@/lib/isomorphic/paths";
import { reaches, withheldKey } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: person }, account, profile] = [
    await loadMember(),
    await load(viewAccount),
    await load(viewProfile),
  ];
  const { undelivered, ...looks } = profile;
  const [t, translate, copy] = [
    await getTranslations("account"),
    await getTranslations(),
    await getTranslations("copy"),
  ];
  const locale = await getLocale();
  const holder = `${account.holder.firstName} ${account.holder.lastName}`;
  const saved = (setting: string) => params.saved === setting && translate("form.saved");
  const mayEdit = reaches(person.standing, "account.edit");
  const { version, organisation, phone, address, postcode, city, country } = account;
  return (
    <Texts of="more">
      <section>
        <AccountHead current="account" />
        <SectionHead title={t("title")} />
        <Settings>
          <Setting id="ids" title={t("ids")} text={t("idsText")}>
            <ItemList>
              {(["digitalId", "handle"] as const).map((kind) => (
                <Item
                  key={kind}
                  end={
                    <CopyButton
                      value={account[kind]}
                      iconOnly
                      label={copy("value", { value: account[kind] })}
                      copied={copy("copied")}
                      failed={copy("failed")}
                    />
                  }
                >
                  <p>{translate(`ids.${kind}`)}</p>
                  <span className="composite-id text-16">{account[kind]}</span>
                </Item>
              ))}
              <Item>
                <p>{t("created")}</p>
                <span>{formatDay(account.createdAt, locale, zoneOf(person))}</span>
              </Item>
            </ItemList>
          </Setting>
          <Setting id="profile" title={t("profile")} text={t("profileText")} saved={saved("profile")}>
            <ProfileForm
              themes={themes}
              key={JSON.stringify([profile.displayName, profile.timeZone])}
              profile={{ ...looks, timeZone: currentName(looks.timeZone) }}
              shownInstead={person.standing === "holder" ? holder : person.login}
              zones={timeZones(locale)}
              languages={languageOptions()}
            />
          </Setting>
          <Setting
            id="email"
            title={translate("emailAddress.title")}
            text={translate("emailAddress.text")}
            saved={params.saved === "email" && translate("emailAddress.asked")}
          >
            <Facts className="pb-4">
              <Fact label={translate("emailAddress.current")}>
                <bdi>{person.email}</bdi>
              </Fact>
            </Facts>
            {undelivered && (
              <div className="pb-4">
                <Notice tone="warning">
                  <span>
                    {translate("emailAddress.undelivered", {
                      problem: undelivered.problem ? translate(`emails.problems.${undelivered.problem}`) : "",
                    })}
                  </span>{" "}
                  <Link href={emailPath(undelivered.id)}>
                    {translate("emailAddress.undeliveredMail", { subject: undelivered.subject })}
                  </Link>
                </Notice>
              </div>
            )}
            {env.mail ? (
              <EmailForm />
            ) : (
              <Notice>
                {translate(person.standing === "holder" ? "emailAddress.noMailHolder" : "emailAddress.noMail", {
                  support: env.supportEmail,
                })}
              </Notice>
            )}
          </Setting>
          <Setting id="holder" title={t("holder")} text={t("holderText")} saved={saved("holder")}>
            {person.standing === "holder" ? (
              <HolderNameForm {...account.holder} />
            ) : (
              <Facts>
                <Fact label={translate("signUp.firstName")}>
                  <bdi>{account.holder.firstName}</bdi>
                </Fact>
                <Fact label={translate("signUp.lastName")}>
                  <bdi>{account.holder.lastName}</bdi>
                </Fact>
                <Fact label={t("email")}>
                  <bdi>{account.holder.email}</bdi>
                </Fact>
              </Facts>
            )}
          </Setting>
          <Setting id="details" title={t("details")} text={t("detailsText")} saved={saved("details")}>
            <AccountDetails
              key={version}
              details={{ version: String(version), organisation, phone, address, postcode, city, country }}
              withheld={mayEdit ? undefined : translate(withheldKey("account.edit"))}
            />
          </Setting>
        </Settings>
      </section>
    </Texts>
  );
}
