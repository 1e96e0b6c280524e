"use client";

import { useTranslations } from "next-intl";
import { confirmAddressAction } from "@/app/(public)/login/confirm-address/actions";
import { Form } from "@/components/form/form";

const schema = () => import("@/lib/links/schema").then(({ byToken }) => byToken);

/** The one button that makes the address the person's. */
export function ConfirmAddressForm({ token }: { token: string }) {
  const t = useTranslations("confirmAddress");
  return (
    <Form schema={schema} action={confirmAddressAction} submitLabel={t("submit")} wide>
      <input type="hidden" name="token" value={token} />
    </Form>
  );
}
