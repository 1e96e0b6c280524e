import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Changes } from "@/app/(panel)/account/activity/[seq]/changes";
import { activityUrl, lineUrl } from "@/app/(panel)/account/activity/list-url";
import { wordsOf } from "@/app/(panel)/account/activity/words";
import { AccountHead } from "@/app/(panel)/account/head";
import { LinkButton } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { SectionHead } from "@/components/ui/section-head";
import { Setting, Settings } from "@/components/ui/setting";
import { viewLine } from "@/lib/domain/activity/operations";
import { load, loadMember } from "@/lib/doors/page";
import { formatExactTime, formatLongDay, zoneOf } from "@/lib/isomorphic/date-format";
import { paths, servicePath } from "@/lib/isomorphic/paths";

type Props = { params: Promise<{ seq: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { seq } = await params;
  return { title: (await getTranslations("activity"))("line", { seq }) };
}

/** One entry in full: who, what, when, from where, old and new values side by side, and its place in the chain. */
export default async function LinePage({ params }: Props) {
  const [{ principal: person }, found] = [await loadMember(), await load(viewLine, await params)];
  const [t, translate, locale] = [await getTranslations("activity"), await getTranslations(), await getLocale()];
  const { line, by, subject, fault } = found;
  const { who, what, from } = wordsOf(line, translate);
  const zone = zoneOf(person);
  const when = t("at", {
    day: formatLongDay(line.at, locale, zone),
    time: formatExactTime(line.at, locale, zone),
    zone,
  });
  const way = (seq: number | null, label: string) => ({ label, href: seq ? lineUrl(seq) : undefined });
  const name = line.subjectName ?? t("erased");
  const aboutService = line.permission.startsWith("services.");
  return (
    <section>
      <AccountHead current="activity" />
      <SectionHead
        back={{ href: paths.activity, label: t("back") }}
        title={what}
        text={
          <>
            <span>{`${t("line", { seq: line.seq })} · `}</span>
            <time dateTime={line.at.toISOString()}>{when}</time>
          </>
        }
      />
      <Settings>
        <Setting id="who" title={t("who")} text={t("whoText")}>
          <Facts>
            <Fact label={t("name")}>
              <bdi>{who}</bdi>
            </Fact>
            {by && (
              <Fact label={t("signsInAs")} code>
                {by.signsInAs}
              </Fact>
            )}
            <Fact label={t("from")}>
              {from ?? (line.byAddress === null ? t("erasedValue") : <span className="mono">{line.byAddress}</span>)}
            </Fact>
          </Facts>
          {line.byId !== "" && (
            <div className="button-row mt-3">
              <LinkButton small href={activityUrl({ who: by?.id ?? line.byId })}>
                {t("linesBy", { name: who })}
              </LinkButton>
            </div>
          )}
        </Setting>
        <Setting id="what" title={t("what")} text={t("whatText")}>
          {line.subjectId !== "" && name !== "" && (
            <Facts className="mb-3">
              <Fact label={t("touched")}>
                <bdi>{name}</bdi>
              </Fact>
              {subject && (
                <Fact label={t("signsInAs")} code>
                  {subject.signsInAs}
                </Fact>
              )}
            </Facts>
          )}
          <Changes line={line} erased={found.erased} zone={zone} />
          {line.subjectId !== "" && (
            <div className="button-row mt-3">
              <LinkButton small href={activityUrl({ person: subject?.id ?? line.subjectId })}>
                {t(aboutService ? "linesAbout" : "linesOf", { name: name || t("erased") })}
              </LinkButton>
              {aboutService && (
                <LinkButton small href={servicePath(line.subjectId)}>
                  {t("open", { name })}
                </LinkButton>
              )}
            </div>
          )}
        </Setting>
        <Setting id="chain" title={t("chain")} text={t("chainText")}>
          <Notice tone={fault ? "danger" : "success"}>{fault ? t(`faults.${fault}`) : t("holds")}</Notice>
          <Facts below className="mt-3">
            <Fact label={t("hash")} code>
              {found.hash}
            </Fact>
            <Fact label={t("before")} code={Boolean(found.before)}>
              {found.before === null ? t("gone") : found.before || t("none")}
            </Fact>
          </Facts>
        </Setting>
      </Settings>
      <Pager
        label={t("lines")}
        range={t("line", { seq: line.seq })}
        previous={way(found.newer, translate("list.newer"))}
        next={way(found.older, translate("list.older"))}
      />
    </section>
  );
}
