"use client";

import { useTranslations } from "next-intl";
import { takeBackAddressAction } from "@/app/(public)/login/not-me/actions";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/links/schema").then(({ byToken }) => byToken);

/** The one button that puts the address back. */
export function NotMeForm({ token }: { token: string }) {
  const t = useTranslations("notMe");
  return (
    <Form schema={schema} action={takeBackAddressAction} submitLabel={t("submit")} danger wide>
      <input type="hidden" name="token" value={token} />
    </Form>
  );
}
