"use client";

import { useTranslations } from "next-intl";
import { confirmEnrolmentAction } from "@/app/(public)/login/enrol/actions";
import { Form } from "@/components/form/form";

const byToken = () => import("@/lib/links/schema").then((schema) => schema.byToken);

/** Uses the mail's link up, in the browser that asked for it. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("enrol");
  return (
    <Form schema={byToken} action={confirmEnrolmentAction} submitLabel={t("confirm")} wide>
      <input type="hidden" name="token" value={token} />
    </Form>
  );
}
