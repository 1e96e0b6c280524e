"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useUrlValues } from "@/app/(panel)/list/url-values";
import { Pick } from "@/components/ui/pick";
import { pageSizes, parametersOf, type ListAddress } from "@/lib/isomorphic/list-query";

/** The number of rows per page. Changing it returns to the first page. */
export function PageSize({ list }: { list: ListAddress }) {
  const t = useTranslations("list");
  const form = useRef<HTMLFormElement>(null);
  const { size, cursor: _cursor, ...parameters } = parametersOf(list.query);
  useUrlValues(form, { size: size! });
  return (
    <Form ref={form} action={list.path} prefetch={false} className="contents">
      {Object.entries(parameters).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Pick
        label={t("rows")}
        name="size"
        defaultValue={size}
        submits
        foot
        options={pageSizes.map((rows) => ({ value: String(rows), label: String(rows) }))}
      />
      <noscript>
        <button className="button button-small">{t("show")}</button>
      </noscript>
    </Form>
  );
}
