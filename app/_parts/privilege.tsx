import { useTranslations } from "next-intl";
import { Strokes } from "@/components/ui/strokes";
import type { Standing } from "@/lib/policy";

const levels = { none: 1, user: 2, administrator: 3, holder: "all" } as const;

/** The strokes of a standing, to go with its word. */
export const StandingStrokes = ({ standing }: { standing: Standing }) => <Strokes level={levels[standing]} />;

/** What someone may do in the account: the strokes and the word. */
export function PrivilegeSign({ standing }: { standing: Standing }) {
  return <WordedPrivilege standing={standing} word={useTranslations("standing")(standing)} />;
}

/** The same for a list, which looks its words up once for all its rows. */
export const WordedPrivilege = ({ standing, word }: { standing: Standing; word: string }) => (
  <span className="privilege">
    <StandingStrokes standing={standing} />
    <span>{word}</span>
  </span>
);
