import { getLocale, getTranslations } from "next-intl/server";
import { wordsOf } from "@/app/(panel)/account/activity/words";
import { Link } from "@/components/ui/link";
import type { Member } from "@/lib/access/actor";
import type { ActivityLine } from "@/lib/domain/activity/store";
import { formatRecent, zoneOf } from "@/lib/isomorphic/date-format";
import { paths } from "@/lib/isomorphic/paths";

/** Who did what last, in the words of the Activity page. */
export async function LatestActivity({ lines, member }: { lines: ActivityLine[]; member: Member }) {
  const [t, dates, locale] = [await getTranslations("home"), await getTranslations("dates"), await getLocale()];
  const say = await getTranslations();
  const now = new Date();
  return (
    <section aria-labelledby="lately">
      <header>
        <h2 id="lately">{t("lately")}</h2>
        <Link href={paths.activity}>{t("allActivity")}</Link>
      </header>
      <ol className="lately">
        {lines.map((line) => {
          const { who, what } = wordsOf(line, say);
          return (
            <li key={line.seq}>
              <b>
                <bdi>{who}</bdi>
              </b>
              <time dateTime={line.at.toISOString()}>{formatRecent(line.at, now, locale, zoneOf(member), dates)}</time>
              <span>{what}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
