import { getTranslations } from "next-intl/server";
import { HomeSection } from "@/app/(panel)/(home)/home-section";
import { wordsOf } from "@/app/(panel)/account/activity/words";
import { At } from "@/components/ui/clock";
import type { ActivityLine } from "@/lib/domain/activity/output";
import { paths } from "@/lib/isomorphic/paths";

/** The last entries of the activity, in the same words as the Activity page. */
export async function LatestActivity({ lines }: { lines: ActivityLine[] }) {
  const [t, translate] = [await getTranslations("home"), await getTranslations()];
  return (
    <HomeSection id="lately" title={t("lately")} all={{ href: paths.activity, label: t("allActivity") }}>
      <ol className="border-t border-line">
        {lines.map((line) => {
          const { who, what } = wordsOf(line, translate);
          return (
            <li
              key={line.seq}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-b border-line py-2.25 text-13"
            >
              <b className="wrap-anywhere">
                <bdi>{who}</bdi>
              </b>
              <At moment={line.at} className="whitespace-nowrap text-muted" />
              <span className="col-span-full wrap-anywhere">{what}</span>
            </li>
          );
        })}
      </ol>
    </HomeSection>
  );
}
