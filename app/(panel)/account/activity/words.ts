import type { useTranslations } from "next-intl";
import type { ActivityLine } from "@/lib/activity/store";
import { env } from "@/lib/env.mjs";
import { languageName } from "@/lib/format";

type Say = ReturnType<typeof useTranslations<never>>;

/** What a line says in words, wherever it stands. `say` is of all messages. */
export function wordsOf(line: ActivityLine, say: Say) {
  const erased = say("activity.erased");
  const byProgram = line.byId === "" && line.byAddress === "program";
  return {
    who: byProgram ? env.brand : line.byId === "" ? say("activity.operator") : (line.byName ?? erased),
    what: say(`activity.did.${line.permission}` as "activity.did.users.add", { name: line.subjectName ?? erased }),
    /** Where it came from, in words; null where it is an address, or erased. */
    from: byProgram ? say("activity.program") : line.byAddress === "shell" ? say("activity.shell") : null,
  };
}

/** A value of a field: a privilege, a status, a theme and a language are kept as their codes, and read in the language of the page. */
export function valueOf(field: string, value: string | null, say: Say, locale: string): string | null {
  if (field === "language" && value !== null) return languageName(value, locale);
  const words = { privilege: "standing", status: "status", theme: "account.themes" }[field];
  const key = `${words}.${value}` as "status.enabled";
  return value !== null && words && say.has(key) ? say(key) : value;
}
