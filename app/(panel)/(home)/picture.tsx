import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { HomeSection } from "@/app/(panel)/(home)/home-section";
import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import { strokeUnit, Tally, type Run } from "@/components/ui/tally";

type PictureRow = { href: string; word: ReactNode; runs: Run[] };
type PictureKey = { href: string; word: string; look: Run["look"]; count: number };

type Props = {
  id: string;
  title: string;
  /** A link to the whole list. */
  all: { href: string; label: string };
  rows: PictureRow[];
  keys: PictureKey[];
  /** Says how many things a stroke represents, if more than one. */
  about: (unit: number) => string;
};

/** Counts by kind and state: strokes beside figures, each linking to a list of exactly these. */
export async function Picture({ id, title, all, rows, keys, about }: Props) {
  const t = await getTranslations("home");
  const totalOf = ({ runs }: PictureRow) => runs.reduce((total, { count }) => total + count, 0);
  const unit = strokeUnit(Math.max(...rows.map(totalOf)));
  return (
    <HomeSection {...{ id, title, all }}>
      <ul className="border-t border-line">
        {rows.map((row) => (
          <li key={row.href}>
            <Link
              href={row.href}
              className={classes("picture-row", totalOf(row) === 0 ? "text-muted" : "text-inherit")}
            >
              <span>{row.word}</span> <Tally runs={row.runs} unit={unit} />{" "}
              <span className="tabular-nums">{t("number", { count: totalOf(row) })}</span>
            </Link>
          </li>
        ))}
      </ul>
      <ul className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1 text-13 phone:mt-1 phone:gap-y-0">
        {keys.map(({ href, word, look, count }) => (
          <li key={href}>
            <Link className="picture-key" href={href}>
              <Tally runs={[{ look, count: 1 }]} unit={1} />
              <span>{word}</span> <b className="tabular-nums">{t("number", { count })}</b>
            </Link>
          </li>
        ))}
      </ul>
      {unit > 1 && <p className="mt-1.5 text-13 text-muted">{about(unit)}</p>}
    </HomeSection>
  );
}
