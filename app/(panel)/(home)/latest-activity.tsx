import { getTranslations } from "next-intl/server";
import { wordsOf } from "@/app/(panel)/account/activity/words";
import { At } from "@/components/ui/clock";
import { Link } from "@/components/ui/link";
import type { ActivityLine } from "@/lib/domain/activity/output";
import { paths } from "@/lib/isomorphic/paths";

/** The last entries of the activity, in the same words as the Activity page. */
export async function LatestActivity({ lines }: { lines: ActivityLine[] }) {
  const [t, translate] = [await getTranslations("home"), await getTranslations()];
  return (
    <section aria-labelledby="lately">
      <header>
        <h2 id="lately">{t("lately")}</h2>
        <Link href={paths.activity}>{t("allActivity")}</Link>
      </header>
      <ol className="lately">
        {lines.map((line) => {
          const { who, what } = wordsOf(line, translate);
          return (
            <li key={line.seq}>
              <b>
                <bdi>{who}</bdi>
              </b>
              <At moment={line.at} />
              <span>{what}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
