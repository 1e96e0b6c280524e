import type { useTranslations } from "next-intl";
import type { ActivityLine } from "@/lib/domain/activity/output";
import { formatDay, formatTime, languageName } from "@/lib/isomorphic/date-format";
import { isDay, momentOf } from "@/lib/isomorphic/days";
import { shownAddress } from "@/lib/isomorphic/email-address.mjs";
import { env } from "@/lib/runtime/env.mjs";

type Say = ReturnType<typeof useTranslations<never>>;

/** What a line says in words, wherever it stands. `say` is of all messages. */
export function wordsOf(line: ActivityLine, say: Say) {
  const erased = say("activity.erased");
  // An import tells of one service in a line, or of how many were added.
  const about = line.permission === "services.import" && line.subjectId !== "" ? "services.import-one" : line.permission;
  const did = `activity.did.${about}` as "activity.did.users.add";
  const byProgram = line.byId === "" && line.byAddress === "program";
  return {
    who: byProgram ? env.brand : line.byId === "" ? say("activity.operator") : (line.byName ?? erased),
    what: say.has(did) ? say(did, { name: line.subjectName ?? erased }) : line.permission,
    /** Where it came from, in words; null where it is an address, or erased. */
    from: byProgram ? say("activity.program") : line.byAddress === "shell" ? say("activity.shell") : null,
  };
}

/** The words for values that are kept as codes. */
const codes: Record<string, string> = {
  privilege: "standing",
  status: "status",
  theme: "account.themes",
  serviceType: "services.types",
  serviceStatus: "services.statuses",
  automaticRenewal: "services",
  otherNotices: "notices",
  requiredFor: "required.whom",
};

/** Fields whose values are days, which belong to no time zone. */
const days: readonly string[] = ["boughtOn", "renewsOn", "requiredFrom"];

/** A moment as a line keeps it. Lines of before have days in its place. */
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Fields whose values are e-mail addresses, in lines of before perhaps with a domain in ASCII. */
const addresses: readonly string[] = ["email", "askedEmail"];

/** A value of a field: a privilege, a status, a language, a day and the like are read in the language of the page, a moment in the reader's time zone. */
export function valueOf(field: string, value: string, say: Say, { locale, zone }: { locale: string; zone: string }): string {
  if (field === "language") return languageName(value, locale);
  if (days.includes(field) && isDay(value)) return formatDay(momentOf(value), locale, "UTC");
  if (field === "requiredFrom" && moment.test(value)) return `${formatDay(new Date(value), locale, zone)}, ${formatTime(new Date(value), locale, zone)}`;
  if (addresses.includes(field)) return shownAddress(value);
  if (field === "factor") return say(`methods.${value as "app"}`);
  const key = `${codes[field]}.${value}` as "status.enabled";
  return field in codes && say.has(key) ? say(key) : value;
}
