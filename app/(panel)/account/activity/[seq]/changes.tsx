import { useLocale, useTranslations } from "next-intl";
import { valueOf } from "@/app/(panel)/account/activity/words";
import { ComparedField, ComparedValue, Comparison } from "@/components/ui/comparison";
import type { ActivityLine } from "@/lib/domain/activity/output";

/** What an entry changed: old and new values side by side, in full length. */
export function Changes({ line, erased, zone }: { line: ActivityLine; erased: boolean; zone: string }) {
  const [t, translate, locale] = [useTranslations("activity"), useTranslations(), useLocale()];
  if (erased) return <p className="text-muted">{t("valuesErased")}</p>;
  if (line.changes.length === 0) return <p className="text-muted">{t("unchanged")}</p>;
  const cell = (field: string, value: string | null) =>
    value === null ? (
      <span className="text-muted">{t("nothing")}</span>
    ) : (
      <bdi className="[unicode-bidi:plaintext]">{valueOf(field, value, translate, { locale, zone })}</bdi>
    );
  const counted = line.changes.filter(({ field }) => field === "sessions" || field === "servicesAdded");
  const changed = line.changes.filter((change) => !counted.includes(change));
  return (
    <>
      {counted.map(({ field, before, after }) => (
        <p key={field}>
          {field === "sessions"
            ? t("sessions", { count: Number(before) })
            : t("servicesAdded", { count: Number(after) })}
        </p>
      ))}
      {changed.length > 0 && (
        <Comparison corner={t("fieldName")} heads={[t("old"), t("new")]}>
          {changed.map(({ field, before, after }) => (
            <ComparedField key={field} label={t(`field.${field}` as "field.email")}>
              <ComparedValue version={t("old")}>{cell(field, before)}</ComparedValue>
              <ComparedValue version={t("new")}>{cell(field, after)}</ComparedValue>
            </ComparedField>
          ))}
        </Comparison>
      )}
    </>
  );
}
