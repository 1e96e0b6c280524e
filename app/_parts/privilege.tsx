import { useTranslations } from "next-intl";
import { Strokes } from "@/components/ui/icon";
import type { Standing } from "@/lib/policy";

const levels = { none: 1, user: 2, administrator: 3, holder: "all" } as const;

/** The strokes of a standing, for use beside its word. */
export const StandingStrokes = ({ standing }: { standing: Standing }) => <Strokes level={levels[standing]} />;

/** A user's standing in the account: strokes and word. */
export function PrivilegeSign({ standing }: { standing: Standing }) {
  return <WordedPrivilege standing={standing} word={useTranslations("standing")(standing)} />;
}

/** The same for a list, which translates its words once for all rows. */
export const WordedPrivilege = ({ standing, word }: { standing: Standing; word: string }) => (
  <span className="privilege">
    <StandingStrokes standing={standing} />
    <span>{word}</span>
  </span>
);
