"use client";

import { useTranslations } from "next-intl";
import { editHolderNameAction } from "@/app/(panel)/account/(general)/actions";
import { useSaved } from "@/app/(panel)/account/use-saved";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Fact, Facts } from "@/components/ui/facts";
import { FieldPair } from "@/components/ui/field";

const schema = () => import("@/lib/domain/accounts/schema").then(({ holderName }) => holderName);

/** The account holder's own name, with the email address below as text. */
export function HolderNameForm({ firstName, lastName, email }: { firstName: string; lastName: string; email: string }) {
  const [t, account, form] = [useTranslations("signUp"), useTranslations("account"), useTranslations("form")];
  return (
    <Form
      schema={schema}
      action={editHolderNameAction}
      defaultValues={{ firstName, lastName }}
      onDone={useSaved()}
      submitLabel={form("save")}
    >
      {(register) => (
        <>
          <FieldPair>
            <TextField {...register("firstName")} label={t("firstName")} autoComplete="given-name" />
            <TextField {...register("lastName")} label={t("lastName")} autoComplete="family-name" />
          </FieldPair>
          <Facts>
            <Fact label={account("email")}>
              <bdi>{email}</bdi>
            </Fact>
          </Facts>
        </>
      )}
    </Form>
  );
}
