"use client";

import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { sortOf, usersAddress } from "@/app/(panel)/account/users/address";
import { Button } from "@/components/ui/button";
import { Search, Sliders } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Pick } from "@/components/ui/pick";
import { paths } from "@/lib/paths";
import { privileges } from "@/lib/policy";
import { defaultUsersQuery, userSorts, userStates, type UsersQuery } from "@/lib/users/schema";

/** Search and filters: a form that makes the list's address, with JavaScript and without. */
export function UsersFilters({ query, total }: { query: UsersQuery; total: string | null }) {
  const t = useTranslations();
  const form = useRef<HTMLFormElement>(null);
  const values = { q: query.q, privilege: query.privilege, status: query.status, sort: sortOf(query) };
  const shown = JSON.stringify(values);

  // The page changes below without a load: what the address says goes back into the fields.
  useEffect(() => {
    for (const [name, value] of Object.entries(JSON.parse(shown) as Record<string, string>)) {
      const field = form.current!.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field.value !== value) field.value = value;
    }
  }, [shown]);

  // What is at its default stays out of the address.
  useEffect(() => {
    const element = form.current!;
    const leaveOut = ({ formData }: FormDataEvent) => {
      const all = [...formData];
      for (const [name, value] of all) {
        if (value === "" || (name === "sort" && value === sortOf(defaultUsersQuery))) formData.delete(name);
      }
    };
    element.addEventListener("formdata", leaveOut);
    return () => element.removeEventListener("formdata", leaveOut);
  }, []);

  const any = { value: "", label: t("users.any") };
  const set = [query.privilege, query.status].filter(Boolean).length;
  return (
    <Form ref={form} action={paths.users} className="filters" role="search" aria-label={t("users.list")}>
      <div className="search joined one">
        <Input
          type="search"
          name="q"
          defaultValue={query.q}
          maxLength={100}
          aria-label={t("users.search")}
          placeholder={t("users.searchHint")}
        />
        <div className="in">
          <Button type="submit" variant="quiet" icon={<Search />} label={t("users.find")} />
        </div>
      </div>
      <details className="filterbtn">
        <summary className="btn">
          <Sliders />
          {set > 0 ? t("users.filtersSet", { count: set }) : t("users.filters")}
        </summary>
      </details>
      <Pick
        label={t("users.privilege")}
        name="privilege"
        defaultValue={query.privilege}
        set={query.privilege !== ""}
        submits
        options={[any, ...privileges.map((value) => ({ value, label: t(`standing.${value}`) }))]}
      />
      <Pick
        label={t("users.status")}
        name="status"
        defaultValue={query.status}
        set={query.status !== ""}
        submits
        options={[any, ...userStates.map((value) => ({ value, label: t(`status.${value}`) }))]}
      />
      <Pick
        label={t("users.sort")}
        name="sort"
        defaultValue={values.sort}
        submits
        options={[true, false].flatMap((descending) =>
          userSorts.map((sort) => ({ value: sortOf({ sort, descending }), label: t(`users.sorts.${sortOf({ sort, descending })}`) })),
        )}
      />
      {query.size !== 25 && <input type="hidden" name="size" value={query.size} />}
      <noscript>
        <button className="btn">{t("users.show")}</button>
      </noscript>
      {(query.q || set > 0) && (
        <Link className="btn quiet small" href={usersAddress({ size: query.size })}>
          {t("users.clear")}
        </Link>
      )}
      <span className="end" role="status">
        {total}
      </span>
    </Form>
  );
}
