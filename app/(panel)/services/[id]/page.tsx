import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { EditService } from "@/app/(panel)/services/[id]/edit-service";
import { SwitchRenewal } from "@/app/(panel)/services/[id]/switch-renewal";
import { ServiceStatusSign } from "@/app/(panel)/services/status";
import { Texts } from "@/app/texts/texts";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { PageHead } from "@/components/ui/page-head";
import { Setting, Settings } from "@/components/ui/setting";
import { viewService } from "@/lib/domain/services/operations";
import { endsInDays, refuseRenewal, renewsAutomatically } from "@/lib/domain/services/rules";
import { load, loadMember } from "@/lib/doors/page";
import { formatDay, zoneOf } from "@/lib/isomorphic/date-format";
import { momentOf, neverDay } from "@/lib/isomorphic/days";
import { paths } from "@/lib/isomorphic/paths";
import { reaches, withheldKey } from "@/lib/policy";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("service") };
}

export default async function ServicePage({ params, searchParams }: Props) {
  const [{ id }, { saved }] = [await params, await searchParams];
  const [{ principal: person }, service] = [await loadMember(), await load(viewService, { id })];
  const [t, translate, copy, locale] = [
    await getTranslations("services"),
    await getTranslations(),
    await getTranslations("copy"),
    await getLocale(),
  ];
  const day = (text: string) => (text === neverDay ? t("never") : formatDay(momentOf(text), locale, "UTC"));
  const withheld = (permission: "services.edit" | "services.set-renewal") =>
    reaches(person.standing, permission) ? undefined : translate(withheldKey(permission));
  const settled = refuseRenewal(service);
  const facts = [
    [t("type"), t(`types.${service.type}`)],
    [t("bought"), day(service.boughtOn)],
    [service.renewsOn === neverDay || renewsAutomatically(service) ? t("renews") : t("until"), day(service.renewsOn)],
    ...(service.providerName === service.name ? [] : [[t("providerName"), service.providerName] as const]),
  ] as const;
  const endsIn = endsInDays(service, service.today);
  return (
    <Texts of="more">
      <section>
        <PageHead back={{ href: paths.services, label: t("back") }} title={<bdi>{service.name}</bdi>}>
          <ServiceStatusSign status={service.status} endsOn={endsIn === null ? null : service.lapsesOn} />
        </PageHead>
        <Settings>
          <Setting heading="h2" id="facts" title={t("facts")} text={t("factsText")}>
            <Facts>
              <Fact label={t("reference")} className="-my-1 flex items-center gap-1">
                <bdi className="mono">{service.reference}</bdi>
                <CopyButton
                  value={service.reference}
                  iconOnly
                  label={copy("value", { value: service.reference })}
                  copied={copy("copied")}
                  failed={copy("failed")}
                />
              </Fact>
              {facts.map(([label, value]) => (
                <Fact key={label} label={label}>
                  <bdi>{value}</bdi>
                </Fact>
              ))}
            </Facts>
          </Setting>
          <Setting
            heading="h2"
            id="renewal"
            title={t("renewal")}
            text={t("renewalText")}
            saved={
              saved === "renewal" && t(service.automaticRenewal ? "switchedOn" : "switchedOff", { name: service.name })
            }
          >
            {service.renewsOn === neverDay ? (
              <p className="text-muted">{translate("errors.service.without_renewal")}</p>
            ) : (
              <SwitchRenewal
                id={service.id}
                on={service.automaticRenewal}
                withheld={
                  withheld("services.set-renewal") ??
                  (settled ? translate(settled.sentence.key, settled.sentence.params) : undefined)
                }
              >
                {settled ? null : service.status === "suspended" ? (
                  <p className="text-muted">{t("notActive", { date: day(service.renewsOn) })}</p>
                ) : (
                  <p>
                    {service.automaticRenewal
                      ? t("renewsOn", { date: day(service.renewsOn) })
                      : t(endsIn !== null && endsIn < 0 ? "endedOn" : "endsOn", { date: day(service.renewsOn) })}
                  </p>
                )}
              </SwitchRenewal>
            )}
          </Setting>
          <Setting
            heading="h2"
            id="name-and-note"
            title={t("nameAndNote")}
            text={t("nameAndNoteText")}
            saved={saved === "name-and-note" && t("saved", { name: service.name })}
          >
            <EditService
              service={{ id: service.id, version: service.version, name: service.name, note: service.note }}
              zone={zoneOf(person)}
              withheld={withheld("services.edit")}
            />
          </Setting>
        </Settings>
      </section>
    </Texts>
  );
}
