"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useUrlValues } from "@/app/(panel)/list/url-values";
import { Pick } from "@/components/ui/pick";
import { pageSizes } from "@/lib/isomorphic/list-query";

type Props = {
  path: string;
  size: number;
  /** Other values of the URL. */
  parameters: Record<string, string>;
};

/** The number of rows per page. Changing it returns to the first page. */
export function PageSize({ path, size, parameters }: Props) {
  const t = useTranslations("list");
  const form = useRef<HTMLFormElement>(null);
  useUrlValues(form, { size: String(size) });
  return (
    <Form ref={form} action={path} prefetch={false} className="contents">
      {Object.entries(parameters).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Pick
        label={t("rows")}
        name="size"
        defaultValue={size}
        submits
        options={pageSizes.map((rows) => ({ value: String(rows), label: String(rows) }))}
      />
      <noscript>
        <button className="btn small">{t("show")}</button>
      </noscript>
    </Form>
  );
}
