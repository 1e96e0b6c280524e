"use client";

import { useTranslations } from "next-intl";
import { editAccountAction } from "@/app/(panel)/account/(general)/actions";
import { useSaved } from "@/app/(panel)/account/use-saved";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Button } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import { FieldPair } from "@/components/ui/field";

const schema = () => import("@/lib/domain/accounts/schema").then(({ accountDetails }) => accountDetails);

type Fields = "organisation" | "phone" | "address" | "postcode" | "city" | "country";
type Props = {
  details: Record<Fields | "version", string>;
  /** Why this user cannot change them. They are then shown as text. */
  withheld?: string;
};

/** The account's own fields: every user reads them; privilege User and above can edit them. */
export function AccountDetails({ details, withheld }: Props) {
  const [t, form, saved] = [useTranslations("account"), useTranslations("form"), useSaved()];
  if (withheld) {
    const fields: Fields[] = ["organisation", "phone", "address", "postcode", "city", "country"];
    return (
      <div className="stack">
        <Facts>
          {fields.map((field) => (
            <Fact key={field} label={t(field)}>
              {details[field] ? <bdi>{details[field]}</bdi> : <span className="text-muted">{t("nothing")}</span>}
            </Fact>
          ))}
        </Facts>
        <Button withheld={withheld}>{form("save")}</Button>
      </div>
    );
  }
  return (
    <Form
      schema={schema}
      action={editAccountAction}
      hidden={{ version: details.version }}
      defaultValues={details}
      onDone={saved}
      submitLabel={form("save")}
    >
      {(register) => (
        <>
          <TextField {...register("organisation")} label={t("organisation")} optional autoComplete="organization" />
          <TextField {...register("phone")} label={t("phone")} optional type="tel" autoComplete="tel" />
          <TextField {...register("address")} label={t("address")} optional autoComplete="address-line1" />
          <FieldPair>
            <TextField {...register("postcode")} label={t("postcode")} optional autoComplete="postal-code" />
            <TextField {...register("city")} label={t("city")} optional autoComplete="address-level2" />
          </FieldPair>
          <TextField {...register("country")} label={t("country")} optional autoComplete="country-name" />
        </>
      )}
    </Form>
  );
}
