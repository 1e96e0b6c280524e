"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PasswordField } from "@/components/form/fields";
import { useTyped } from "@/components/form/form-context";
import type { RegisteredField } from "@/components/form/use-fields";
import { Hint } from "@/components/ui/field";
import { Meter } from "@/components/ui/meter";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import { generatePassword } from "@/lib/isomorphic/password-generator";

type Props = RegisteredField & {
  label: string;
  /** Words that the password must not consist of. */
  words: string[];
  /** A field of the same form that contains such words too. */
  wordField?: RegisteredField;
};

/** A new password: its strength, the reason if it is weak, and a button that generates one. */
export function ChosenPasswordField({ label, words, wordField, ...field }: Props) {
  const t = useTranslations();
  const typed = useTyped(field);
  const verdict = useVerdict(typed, [...words, useTyped(wordField)].join("\n"));
  const below = (
    <>
      {verdict === "unknown" ? (
        <Hint>{t("strength.unknown")}</Hint>
      ) : verdict ? (
        <Meter
          score={verdict.score}
          word={t(`strength.${verdict.score}`)}
          text={verdict.reason ? t(verdict.reason) : undefined}
        />
      ) : (
        <Meter score={0} text={t("strength.empty")} />
      )}
      {hasBlankEnd(typed) && <Hint>{t("strength.blank")}</Hint>}
    </>
  );
  return (
    <PasswordField {...field} label={label} autoComplete="new-password" generate={generatePassword} below={below} />
  );
}

type Verdict = ReturnType<typeof import("@/lib/isomorphic/password-strength.mjs").assessPassword>;

const judge = () =>
  import("@/lib/isomorphic/password-strength.mjs").then(
    ({ assessPassword }) => assessPassword,
    () => null,
  );

/**
 * Judges the typed password shortly after the last key. The dictionaries are loaded at the first judgement. Without them the strength is
 * unknown, and only the server judges.
 */
function useVerdict(typed: string, words: string): Verdict | "unknown" | null {
  const [verdict, setVerdict] = useState<Verdict | "unknown" | null>(null);
  useEffect(() => {
    if (!typed) return setVerdict(null);
    let current = true;
    const timer = setTimeout(async () => {
      const assess = await judge();
      if (current) setVerdict(assess ? assess(typed, words.split("\n").filter(Boolean)) : "unknown");
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed, words]);
  return verdict;
}
