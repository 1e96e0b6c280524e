import type { useTranslations } from "next-intl";
import type { ActivityLine } from "@/lib/domain/activity/output";
import { formatDay, formatTime, languageName } from "@/lib/isomorphic/date-format";
import { isDay, momentOf } from "@/lib/isomorphic/days";
import { formatEmail } from "@/lib/isomorphic/email.mjs";
import { env } from "@/lib/runtime/env.mjs";

type Translate = ReturnType<typeof useTranslations<never>>;

/** An entry in words, for every place that shows one. `translate` needs all messages. */
export function wordsOf(line: ActivityLine, translate: Translate) {
  const erased = translate("activity.erased");
  // An import writes an entry about one service, or about the number of added ones.
  const about =
    line.permission === "services.import" && line.subjectId !== "" ? "services.import-one" : line.permission;
  const did = `activity.did.${about}` as "activity.did.users.add";
  const byProgram = line.byId === "" && line.byAddress === "program";
  return {
    who: byProgram ? env.brand : line.byId === "" ? translate("activity.operator") : (line.byName ?? erased),
    what: translate.has(did) ? translate(did, { name: line.subjectName ?? erased }) : line.permission,
    /** The source in words; null if it is an IP address or erased. */
    from: byProgram ? translate("activity.program") : line.byAddress === "shell" ? translate("activity.shell") : null,
  };
}

/** The messages for values that are stored as codes. */
const codes: Record<string, string> = {
  privilege: "standing",
  status: "status",
  theme: "frame.themes",
  serviceType: "services.types",
  serviceStatus: "services.statuses",
  automaticRenewal: "services",
  otherNotices: "notices",
  requiredFor: "required.whom",
};

/** Fields whose values are calendar days, without a time zone. */
const days: readonly string[] = ["boughtOn", "renewsOn", "requiredFrom"];

/** A moment as an entry stores it. Older entries have a day instead. */
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Fields whose values are email addresses. Older entries may have a domain in ASCII. */
const emailFields: readonly string[] = ["email", "askedEmail"];

/**
 * Shows a value of a field: privileges, statuses, languages, days and so on in the language of the page, moments in the reader's time zone.
 */
export function valueOf(
  field: string,
  value: string,
  translate: Translate,
  { locale, zone }: { locale: string; zone: string },
): string {
  if (field === "language") return languageName(value, locale);
  if (days.includes(field) && isDay(value)) return formatDay(momentOf(value), locale, "UTC");
  if (field === "requiredFrom" && moment.test(value))
    return `${formatDay(new Date(value), locale, zone)}, ${formatTime(new Date(value), locale, zone)}`;
  if (emailFields.includes(field)) return formatEmail(value);
  if (field === "factor") return translate(`methods.${value as "app"}`);
  const key = `${codes[field]}.${value}` as "status.enabled";
  return field in codes && translate.has(key) ? translate(key) : value;
}
