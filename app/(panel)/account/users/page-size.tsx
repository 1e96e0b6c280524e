"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";
import { sortOf } from "@/app/(panel)/account/users/address";
import { Pick } from "@/components/ui/pick";
import { paths } from "@/lib/paths";
import { pageSizes, type UsersQuery } from "@/lib/users/schema";

/** How many rows a page has. Another number begins at the first page. */
export function PageSize({ query }: { query: UsersQuery }) {
  const t = useTranslations("users");
  const kept = { q: query.q, privilege: query.privilege, status: query.status, sort: sortOf(query) };
  return (
    <Form action={paths.users} className="contents">
      {Object.entries(kept).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      <Pick
        key={query.size}
        label={t("rows")}
        name="size"
        defaultValue={query.size}
        submits
        options={pageSizes.map((size) => ({ value: String(size), label: String(size) }))}
      />
      <noscript>
        <button className="btn small">{t("show")}</button>
      </noscript>
    </Form>
  );
}
