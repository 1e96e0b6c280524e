"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { PrivilegeSign } from "@/app/privilege";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { formatTime } from "@/lib/format";
import type { Privilege } from "@/lib/policy";

const fields = ["email", "privilege", "description"] as const;
type Field = (typeof fields)[number];
type Values = { email: string; privilege: Privilege; description: string };

/** What the form was opened on, what stands in the database now, and what the person wanted to save. */
export type Versions = {
  before: Values;
  theirs: Values & { version: number; editedBy: string; editedAt: string };
  yours: Values;
};

/** Theirs and yours side by side, a choice for each field that differs. What is chosen goes with the form around. */
export function Conflict({ login, zone, before, theirs, yours }: Versions & { login: string; zone: string }) {
  const [t, say, locale] = [useTranslations("users"), useTranslations(), useLocale()];
  const inBoth = { ...theirs, privilege: say(`standing.${theirs.privilege}`) };
  const differing = fields.filter((field) => theirs[field] !== yours[field]);
  // Theirs stands unless only this person touched the field: confirming unread takes nothing of theirs back.
  const [mine, setMine] = useState<ReadonlySet<Field>>(new Set(differing.filter((field) => theirs[field] === before[field])));
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => table.current!.querySelector<HTMLElement>(":checked")?.focus(), []);
  const who = theirs.editedBy;
  const time = formatTime(new Date(theirs.editedAt), locale, zone);
  const choose = (field: Field, own: boolean) =>
    setMine((chosen) => new Set(own ? [...chosen, field] : [...chosen].filter((other) => other !== field)));

  return (
    <>
      <Notice tone="warning" role="alert">
        <b>{t("conflict", { who, login, time })}</b> {t("conflictText")}
      </Notice>
      <input type="hidden" name="version" value={theirs.version} />
      {fields.map((field) => (
        <input key={field} type="hidden" name={field} value={(mine.has(field) ? yours : theirs)[field]} />
      ))}
      <table ref={table} role="table" className="versus" aria-label={t("versions")}>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            <th role="columnheader" scope="col">
              {t("theirs")}
              <small>{t("theirsBy", { who, time })}</small>
            </th>
            <th role="columnheader" scope="col">
              {t("yours")}
              <small>{t("yoursNot")}</small>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {fields.map((field) => (
            <tr role="row" key={field}>
              <th role="rowheader" scope="row">
                {t(field)}
              </th>
              {differing.includes(field) ? (
                [false, true].map((own) => (
                  <td role="cell" key={String(own)} data-label={own ? t("yours") : `${t("theirs")} (${who})`}>
                    <label>
                      <input
                        type="radio"
                        // Not of the form around: only what is chosen is sent.
                        form="none"
                        name={`choice-${field}`}
                        checked={mine.has(field) === own}
                        onChange={() => choose(field, own)}
                        aria-label={t("choose", { field: t(field), whose: own ? t("yours") : t("theirs") })}
                      />
                      <Value field={field} values={own ? yours : theirs} />
                    </label>
                  </td>
                ))
              ) : (
                <td role="cell" data-label={t("both")} colSpan={2}>
                  <span>{t("same", { value: inBoth[field] || t("emptyValue") })}</span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="bar">
        <Button small onClick={() => setMine(new Set())}>
          {t("allTheirs")}
        </Button>
        <Button small onClick={() => setMine(new Set(differing))}>
          {t("allYours")}
        </Button>
      </div>
    </>
  );
}

function Value({ field, values }: { field: Field; values: Values }) {
  const t = useTranslations("users");
  if (field === "privilege") return <PrivilegeSign standing={values.privilege} />;
  return <span>{values[field] || t("emptyValue")}</span>;
}
