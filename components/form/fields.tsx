"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ElementType, ReactNode } from "react";
import { useField } from "@/components/form/form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";

type Shared = {
  name: string;
  label: string;
  /** Marks the field as optional. Required fields have no mark. */
  optional?: boolean;
  hint?: ReactNode;
  /** Stands between the error and the hint. */
  below?: ReactNode;
};

type Own = "name" | "id" | "defaultValue" | "value" | "ref" | "onChange" | "onBlur";
type Props<Control extends ElementType> = Shared & Omit<ComponentProps<Control>, Own>;

export function TextField({ name, label, optional, hint, below, ...rest }: Props<typeof Input>) {
  const { control, initial, error } = useField(name);
  return (
    <Labelled {...{ label, optional, hint, below, error }}>
      {(ties) => <Input {...rest} {...control} {...ties} defaultValue={initial} />}
    </Labelled>
  );
}

export function TextareaField({ name, label, optional, hint, below, ...rest }: Props<typeof Textarea>) {
  const { control, initial, error } = useField(name);
  return (
    <Labelled {...{ label, optional, hint, below, error }}>
      {(ties) => <Textarea {...rest} {...control} {...ties} defaultValue={initial} />}
    </Labelled>
  );
}

export function SelectField({ name, label, optional, hint, below, ...rest }: Props<typeof Select>) {
  const { control, initial, error } = useField(name);
  return (
    <Labelled {...{ label, optional, hint, below, error }}>
      {(ties) => <Select {...rest} {...control} {...ties} defaultValue={initial} />}
    </Labelled>
  );
}

type PasswordProps = Shared & {
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  /** In a dialog, this field gets the focus first. */
  "data-autofocus"?: "";
  /** Adds a button that fills in the returned password and shows it. */
  generate?: () => string;
};

/** A password field. It starts empty because the server never sends a password back. */
export function PasswordField({ name, label, optional, hint, below, generate, ...rest }: PasswordProps) {
  const [t, copied] = [useTranslations("form"), useTranslations("copy")];
  const { control, error } = useField(name);
  const copy = { label: copied("password"), copied: copied("copied"), failed: copied("failed") };
  return (
    <Labelled {...{ label, optional, hint, below, error }}>
      {(ties) => (
        <PasswordInput
          {...rest}
          {...control}
          {...ties}
          show={t("show")}
          hide={t("hide")}
          generate={generate && { label: t("generate"), make: generate, copy }}
        />
      )}
    </Labelled>
  );
}

/** A switch. It is sent as "on", or not at all. */
export function SwitchField({ name, label, hint }: Pick<Shared, "name" | "label" | "hint">) {
  const { control, initial, error } = useField(name);
  return <Switch {...control} label={label} hint={hint} error={error} defaultChecked={initial !== undefined} />;
}

type RadioProps = Pick<Shared, "name" | "label"> & Pick<ComponentProps<typeof RadioCards>, "cards">;

export function RadioField({ name, label, cards }: RadioProps) {
  const { control, initial, error } = useField(name);
  return <RadioCards {...control} label={label} cards={cards} defaultValue={initial} error={error} />;
}

type LabelledProps = Omit<ComponentProps<typeof Field>, "aside"> & { optional?: boolean };

function Labelled({ optional, ...rest }: LabelledProps) {
  const t = useTranslations("form");
  return <Field {...rest} aside={optional ? t("optional") : undefined} />;
}
