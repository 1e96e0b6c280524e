"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { setServiceRenewalAction } from "@/app/(panel)/services/actions";
import { Form } from "@/components/form/form";
import { Button } from "@/components/ui/button";
import { State } from "@/components/ui/state";
import { useToast } from "@/components/ui/toast";

const schema = () => import("@/lib/domain/services/schema").then(({ serviceRenewal }) => serviceRenewal);

type Props = {
  id: string;
  on: boolean;
  /** Why it cannot be switched, by this user or at all. */
  withheld?: string;
  /** What it means for this service. */
  children: ReactNode;
};

/** *Automatic renewal*: its state, and a button that switches it. */
export function SwitchRenewal({ id, on, withheld, children }: Props) {
  const [t, toast] = [useTranslations("services"), useToast()];
  const label = on ? t("switchOff") : t("switchOn");
  const description = (
    <div>
      <State off={!on}>{on ? t("on") : t("off")}</State>
      {children}
    </div>
  );
  if (withheld) {
    return (
      <div className="stack">
        {description}
        <Button withheld={withheld}>{label}</Button>
      </div>
    );
  }
  return (
    <Form
      schema={schema}
      action={setServiceRenewalAction}
      hidden={{ id, renewal: on ? "off" : "on" }}
      onDone={({ name, renewal }) =>
        toast({ title: renewal === "on" ? t("switchedOn", { name }) : t("switchedOff", { name }) })
      }
      submitLabel={label}
      plain
    >
      {description}
    </Form>
  );
}
