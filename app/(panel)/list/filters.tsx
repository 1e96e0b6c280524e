"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from "react";
import { ListNews } from "@/app/(panel)/list/news";
import { useUrlValues } from "@/app/(panel)/list/url-values";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { FieldError } from "@/components/ui/field-error";
import { Search, Sliders } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Pick, PickField } from "@/components/ui/pick";
import { isNarrowed, parametersOf, type ListAddress } from "@/lib/isomorphic/list-query";

type Options = ComponentProps<typeof Pick>["options"];

type Choice<Name> = {
  name: Name;
  label: string;
  options: Options;
  /** The label of the choice that matches any row, unless it is *Any*. */
  any?: string;
};

type Typed<Name> = {
  kind: "text";
  name: Name;
  label: string;
  hint: string;
  title: string;
  suggestions: ComponentProps<typeof PickField>["suggestions"];
};

/** What a list can be searched, filtered and sorted by. Each name is one of its query. */
export type Filters<Name extends string = string> = {
  search: { label: string; hint: string };
  filters: readonly (Choice<Name> | Typed<Name>)[];
  /** A first and a last day, and their error. */
  period?: { days: readonly { name: Name; label: string; max: string }[]; error?: string };
  orders?: Options;
};

type Props = Filters & {
  list: ListAddress;
  label: string;
  /** The list without search and filters. */
  clearHref: string;
  total?: string | null;
  /** The number of rows on this page, in words. */
  shown: string;
  /** Other filters that are set. */
  children?: ReactNode;
};

/** Search, filters and sort order of a list: a form that builds the list's URL, with and without JavaScript. */
export function ListFilters({
  list: { path, query, fallback },
  label,
  search,
  filters,
  period,
  orders,
  clearHref,
  total,
  shown,
  children,
}: Props) {
  const t = useTranslations("list");
  const form = useRef<HTMLFormElement>(null);
  const error = useId();
  const [values, plain] = [parametersOf(query), parametersOf(fallback)];
  const days = period?.days ?? [];
  const names = ["q", ...[...filters, ...days].map(({ name }) => name), ...(orders ? ["sort"] : [])];
  useUrlValues(form, Object.fromEntries(names.map((name) => [name, values[name]!])));
  const plainSort = plain.sort;

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

  const valueOf = (name: string) => ({ name, defaultValue: values[name], set: values[name] !== "" });
  // The days are not counted, because they belong to one filter's choice.
  const set = filters.filter(({ name }) => values[name] !== "").length;
  const kept = Object.entries(values).filter(
    ([name, value]) => name !== "cursor" && !names.includes(name) && value !== plain[name],
  );
  const narrowed = isNarrowed({ ...query, cursor: "" }, fallback);
  return (
    <Form
      ref={form}
      action={path}
      prefetch={false}
      className={classes(
        "group flex flex-wrap items-center gap-2 px-gutter pt-3.5 pb-3 print:hidden",
        period?.error && "md:items-start",
      )}
      role="search"
      aria-label={label}
    >
      {/* On a phone, its line has no room for the button that clears the filters. */}
      <div
        className={classes(
          "relative flex min-w-45 flex-[0_1_264px] max-md:min-w-0 max-md:flex-1",
          narrowed && "max-md:basis-full",
        )}
      >
        <Input
          className="pr-11"
          type="search"
          name="q"
          defaultValue={values.q}
          maxLength={254}
          aria-label={search.label}
          aria-keyshortcuts="/"
          placeholder={search.hint}
        />
        <div className="field-buttons">
          <Button type="submit" variant="quiet" icon={<Search />} label={t("find")} />
        </div>
      </div>
      <details className="hidden max-md:inline-flex unscripted:hidden">
        <summary className="button">
          <Sliders />
          <span>{set > 0 ? t("filtersSet", { count: set }) : t("filters")}</span>
        </summary>
      </details>
      {children}
      {/* On a phone, they are folded. Without JavaScript they cannot be unfolded, so they are always shown. */}
      <div className="contents max-md:hidden max-md:group-has-[details[open]]:contents unscripted:contents">
        {filters.map((filter) => {
          if ("options" in filter) {
            const { name, any = t("any"), options, label: words } = filter;
            const all = [{ value: "", label: any }, ...options];
            return <Pick key={name} {...valueOf(name)} label={words} submits options={all} />;
          }
          const { kind, name, hint, ...field } = filter;
          return <PickField key={name} {...valueOf(name)} {...field} type={kind} placeholder={hint} />;
        })}
        {orders && <Pick label={t("sort")} name="sort" defaultValue={values.sort} submits options={orders} />}
        {period && (
          <div className="grid grid-cols-[auto_auto] gap-x-2 gap-y-1 max-md:contents [&>p]:col-span-full max-md:[&>p]:basis-full">
            {days.map(({ name, ...day }) => (
              <PickField
                key={name}
                {...valueOf(name)}
                {...day}
                type="date"
                aria-invalid={period.error ? true : undefined}
                aria-describedby={period.error && error}
              />
            ))}
            {period.error && <FieldError id={error}>{period.error}</FieldError>}
          </div>
        )}
        {period ? (
          <button className="button">{t("show")}</button>
        ) : (
          <noscript>
            <button className="button">{t("show")}</button>
          </noscript>
        )}
      </div>
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {narrowed && (
        <Link
          className={classes("button button-quiet button-small", period?.error && "md:min-h-control")}
          href={clearHref}
        >
          {t("clear")}
        </Link>
      )}
      <span className="ml-auto text-13 text-muted max-md:hidden">{total}</span>
      <ListNews>{total ? `${total}. ${shown}` : shown}</ListNews>
    </Form>
  );
}
