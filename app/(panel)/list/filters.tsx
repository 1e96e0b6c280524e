"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from "react";
import { ListNews } from "@/app/(panel)/list/news";
import { useUrlValues } from "@/app/(panel)/list/url-values";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Search, Sliders } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Pick, PickField } from "@/components/ui/pick";

type Choice = {
  kind?: "choice";
  name: string;
  label: string;
  value: string;
  options: ComponentProps<typeof Pick>["options"];
};
type Typed = { kind: "text"; name: string; label: string; value: string; hint?: string } & Omit<
  ComponentProps<typeof PickField>,
  "name" | "label" | "value"
>;
type Day = { name: string; label: string; value: string; max: string };

type Props = {
  /** The list's path and name. */
  path: string;
  label: string;
  search: { value: string; label: string; hint: string };
  /** Each choice begins with an empty value, which matches any row. */
  filters: readonly (Choice | Typed)[];
  /** A first and a last day, and their error. */
  period?: { days: readonly Day[]; error?: string };
  /** `plain` is the list's default order, which stays out of the URL. */
  sort?: Choice & { plain: string };
  /** Rows per page, unless it is the default. */
  size?: number;
  /** The list without search and filters. */
  clearHref: string;
  total?: string | null;
  /** The number of rows on this page, in words. */
  shown: string;
  /** Other values of the URL, to keep. */
  parameters?: Record<string, string>;
  /** Other filters that are set. */
  children?: ReactNode;
};

/** Search, filters and sort order of a list: a form that builds the list's URL, with and without JavaScript. */
export function ListFilters({
  path,
  label,
  search,
  filters,
  period,
  sort,
  size,
  clearHref,
  total,
  shown,
  parameters,
  children,
}: Props) {
  const t = useTranslations("list");
  const form = useRef<HTMLFormElement>(null);
  const error = useId();
  const controls: (Choice | Typed)[] = sort ? [...filters, sort] : [...filters];
  const days = period?.days ?? [];
  useUrlValues(form, {
    q: search.value,
    ...Object.fromEntries([...controls, ...days].map(({ name, value }) => [name, value])),
  });
  const plainSort = sort?.plain;

  // Leaves default values out of the URL.
  useEffect(() => {
    const element = form.current!;
    const removeDefaults = ({ formData }: FormDataEvent) => {
      const all = [...formData];
      for (const [name, value] of all) {
        if (value === "" || (name === "sort" && value === plainSort)) formData.delete(name);
      }
    };
    element.addEventListener("formdata", removeDefaults);
    return () => element.removeEventListener("formdata", removeDefaults);
  }, [plainSort]);

  // The days are not counted, because they belong to one filter's choice.
  const set = filters.filter(({ value }) => value !== "").length;
  return (
    <Form ref={form} action={path} prefetch={false} className="filters" role="search" aria-label={label}>
      <div className="search joined one">
        <Input
          type="search"
          name="q"
          defaultValue={search.value}
          maxLength={254}
          aria-label={search.label}
          aria-keyshortcuts="/"
          placeholder={search.hint}
        />
        <div className="in">
          <Button type="submit" variant="quiet" icon={<Search />} label={t("find")} />
        </div>
      </div>
      <details className="filterbtn">
        <summary className="btn">
          <Sliders />
          <span>{set > 0 ? t("filtersSet", { count: set }) : t("filters")}</span>
        </summary>
      </details>
      {children}
      {controls.map((control) => {
        const { kind, label, name, value, ...rest } = control;
        const common = { label, name, defaultValue: value, set: control !== sort && value !== "" };
        if ("options" in rest) return <Pick key={name} {...common} submits options={rest.options} />;
        const { hint, ...field } = rest;
        return <PickField key={name} {...common} {...field} type={kind} placeholder={hint} />;
      })}
      {period && (
        <div className="period">
          {days.map(({ value, ...day }) => (
            <PickField
              key={day.name}
              {...day}
              type="date"
              defaultValue={value}
              set={value !== ""}
              aria-invalid={period.error ? true : undefined}
              aria-describedby={period.error && error}
            />
          ))}
          {period.error && <FieldError id={error}>{period.error}</FieldError>}
        </div>
      )}
      {Object.entries(parameters ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {size && <input type="hidden" name="size" value={size} />}
      {period ? (
        <button className="btn apply">{t("show")}</button>
      ) : (
        <noscript>
          <button className="btn">{t("show")}</button>
        </noscript>
      )}
      {(search.value || set > 0 || parameters) && (
        <Link className="btn quiet small" href={clearHref}>
          {t("clear")}
        </Link>
      )}
      <span className="end">{total}</span>
      <ListNews>{total ? `${total}. ${shown}` : shown}</ListNews>
    </Form>
  );
}
