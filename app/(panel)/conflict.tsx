"use client";

import { useLocale, useTranslations } from "next-intl";
import { Fragment, useEffect, useRef, useState, type ReactNode } from "react";
import type { Register } from "@/components/form/use-fields";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { ComparedField, ComparedValue, Comparison } from "@/components/ui/comparison";
import { Notice } from "@/components/ui/notice";
import { formatTime } from "@/lib/isomorphic/date-format";
import { isolated } from "@/lib/isomorphic/isolate.mjs";

/** The values when the form was opened, the current ones in the database, and those that the user wants to save. */
export type Versions<Field extends string> = {
  before: Record<Field, string>;
  /** `editedBy` is empty if the provider made the change. */
  theirs: Record<Field, string> & { version: number; editedBy: string; editedAt: string };
  yours: Record<Field, string>;
};

type Props<Field extends string> = Versions<Field> & {
  /** The `register` of the surrounding form. */
  register: Register<Field | "version">;
  /** The name of what both changed. */
  what: string;
  fields: readonly {
    name: Field;
    label: string;
    /** Shows a coded value in words. */
    format?: (value: string) => string;
    show?: (value: string) => ReactNode;
  }[];
  zone: string;
  /** The label of the surrounding form's button. */
  submitLabel: string;
};

/** Both versions side by side, with a choice for each field that differs. The surrounding form sends the chosen values. */
export function Conflict<Field extends string>({
  register,
  what,
  fields,
  zone,
  submitLabel,
  before,
  theirs,
  yours,
}: Props<Field>) {
  const [t, locale] = [useTranslations("conflict"), useLocale()];
  const differing = fields.filter(({ name }) => theirs[name] !== yours[name]).map(({ name }) => name);
  // Preselects the other version, unless only this user changed the field. A user who confirms without reading then undoes nothing of the
  // other's work.
  const [mine, setMine] = useState<ReadonlySet<Field>>(
    new Set(differing.filter((name) => theirs[name] === before[name])),
  );
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => table.current!.querySelector<HTMLElement>(":checked")?.focus(), []);
  useEffect(() => excludeChoices(table.current!.closest("form")!), []);
  const who = theirs.editedBy || t("provider");
  const time = formatTime(new Date(theirs.editedAt), locale, zone);
  const choose = (field: Field, own: boolean) =>
    setMine((chosen) => new Set(own ? [...chosen, field] : [...chosen].filter((other) => other !== field)));

  return (
    <>
      <Notice tone="warning" role="alert">
        <b>{t("title", { who, what, time })}</b> <span>{t("text", { button: submitLabel })}</span>
      </Notice>
      <input type="hidden" name={register("version").name} value={theirs.version} />
      {fields.map(({ name }) => (
        <input key={name} type="hidden" name={register(name).name} value={(mine.has(name) ? yours : theirs)[name]} />
      ))}
      <Comparison
        ref={table}
        aria-label={t("versions")}
        heads={[
          <Fragment key="theirs">
            <span>{t("theirs")}</span>
            <small className="block text-12 font-normal text-muted">{t("theirsBy", { who, time })}</small>
          </Fragment>,
          <Fragment key="yours">
            <span>{t("yours")}</span>
            <small className="block text-12 font-normal text-muted">{t("yoursNot")}</small>
          </Fragment>,
        ]}
      >
        {fields.map(({ name, label, format = String, show = format }) => (
          <ComparedField key={name} label={label}>
            {differing.includes(name) ? (
              [false, true].map((own) => (
                <ComparedValue
                  key={String(own)}
                  version={own ? t("yours") : `${t("theirs")} (${isolated(who)})`}
                  control
                >
                  <label className={choiceLook}>
                    <input
                      type="radio"
                      name={`${choice}${name}`}
                      checked={mine.has(name) === own}
                      onChange={() => choose(name, own)}
                      // Enter would send the form, perhaps before the user has read both versions.
                      onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
                      aria-label={t("choose", { field: label, whose: own ? t("yours") : t("theirs") })}
                    />
                    <span dir="auto">
                      {(own ? yours : theirs)[name] ? show((own ? yours : theirs)[name]) : t("emptyValue")}
                    </span>
                  </label>
                </ComparedValue>
              ))
            ) : (
              <ComparedValue version={t("both")} colSpan={2} control>
                <span className="block px-2 py-1.75 wrap-anywhere text-muted">
                  {t("same", { value: format(theirs[name]) || t("emptyValue") })}
                </span>
              </ComparedValue>
            )}
          </ComparedField>
        ))}
      </Comparison>
      <div className="button-row">
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

const choiceLook = classes(
  "grid h-full cursor-pointer grid-cols-[16px_minmax(0,1fr)] gap-2 rounded-[6px] px-2 py-1.75 wrap-anywhere hover:bg-hover",
  "has-checked:bg-accent-soft has-checked:hairline has-checked:[--line:var(--accent)] max-[600px]:h-auto",
);

/** The names of the radio buttons begin with this. */
const choice = "choice-";

/** Sends only the chosen values, not the radio buttons. */
function excludeChoices(form: HTMLFormElement) {
  const exclude = ({ formData }: FormDataEvent) => {
    const names = [...formData.keys()];
    for (const name of names) if (name.startsWith(choice)) formData.delete(name);
  };
  form.addEventListener("formdata", exclude);
  return () => form.removeEventListener("formdata", exclude);
}
