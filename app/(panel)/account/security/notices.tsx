"use client";

import { useTranslations } from "next-intl";
import { chooseNoticesAction } from "@/app/(panel)/account/security/actions";
import { useSaved } from "@/app/(panel)/account/use-saved";
import { SwitchField } from "@/components/form/fields";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/domain/notice-choices/schema").then(({ noticesChoice }) => noticesChoice);

/** *Notices by email*: those that a user can turn off. */
export function NoticesForm({ otherNotices }: { otherNotices: boolean }) {
  const [t, form] = [useTranslations("notices"), useTranslations("form")];
  const values: Record<string, string> = otherNotices ? { otherNotices: "on" } : {};
  return (
    <Form
      schema={schema}
      action={chooseNoticesAction}
      defaultValues={values}
      onDone={useSaved()}
      submitLabel={form("save")}
      plain
    >
      {(register) => <SwitchField {...register("otherNotices")} label={t("other")} hint={t("otherHint")} />}
    </Form>
  );
}
