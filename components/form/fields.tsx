"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ElementType, ReactNode } from "react";
import type { RegisteredField } from "@/components/form/use-fields";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";

type Labels = {
  label: string;
  /** Marks the field as optional. Required fields have no mark. */
  optional?: boolean;
  hint?: ReactNode;
  /** Stands between the error and the hint. */
  below?: ReactNode;
};

/** The props of a field: those of `register`, its labels, and those of its control. */
type Props<Control extends ElementType> = RegisteredField &
  Labels &
  Omit<ComponentProps<Control>, keyof RegisteredField | keyof Labels | "id" | "value" | "ref">;

export function TextField({ label, optional, hint, below, error, ...control }: Props<typeof Input>) {
  return <Labelled {...{ label, optional, hint, below, error }}>{(ties) => <Input {...control} {...ties} />}</Labelled>;
}

export function TextareaField({ label, optional, hint, below, error, ...control }: Props<typeof Textarea>) {
  return (
    <Labelled {...{ label, optional, hint, below, error }}>{(ties) => <Textarea {...control} {...ties} />}</Labelled>
  );
}

export function SelectField({ label, optional, hint, below, error, ...control }: Props<typeof Select>) {
  return (
    <Labelled {...{ label, optional, hint, below, error }}>{(ties) => <Select {...control} {...ties} />}</Labelled>
  );
}

type PasswordProps = RegisteredField &
  Labels & {
    autoComplete: "current-password" | "new-password";
    autoFocus?: boolean;
    /** In a dialog, this field gets the focus first. */
    "data-autofocus"?: "";
    /** Adds a button that fills in the returned password and shows it. */
    generate?: () => string;
  };

/** A password field. It starts empty because the server never sends a password back. */
export function PasswordField({ label, optional, hint, below, error, generate, ...control }: PasswordProps) {
  const [t, copied] = [useTranslations("form"), useTranslations("copy")];
  const copy = { label: copied("password"), copied: copied("copied"), failed: copied("failed") };
  return (
    <Labelled {...{ label, optional, hint, below, error }}>
      {(ties) => (
        <PasswordInput
          {...control}
          {...ties}
          defaultValue=""
          show={t("show")}
          hide={t("hide")}
          generate={generate && { label: t("generate"), make: generate, copy }}
        />
      )}
    </Labelled>
  );
}

/** A switch. It is sent as "on", or not at all. */
export function SwitchField({ defaultValue, ...rest }: RegisteredField & Pick<Labels, "label" | "hint">) {
  return <Switch {...rest} defaultChecked={defaultValue !== undefined} />;
}

type RadioProps = RegisteredField & Pick<Labels, "label"> & Pick<ComponentProps<typeof RadioCards>, "cards">;

export const RadioField = (props: RadioProps) => <RadioCards {...props} />;

type LabelledProps = Omit<ComponentProps<typeof Field>, "aside"> & { optional?: boolean };

function Labelled({ optional, ...rest }: LabelledProps) {
  const t = useTranslations("form");
  return <Field {...rest} aside={optional ? t("optional") : undefined} />;
}
