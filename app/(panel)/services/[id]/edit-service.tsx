"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Conflict, type Versions as VersionsOf } from "@/app/(panel)/conflict";
import { editServiceAction } from "@/app/(panel)/services/actions";
import { TextareaField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { Button } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import { useToast } from "@/components/ui/toast";
import type { Refusal } from "@/lib/isomorphic/result";

const schema = () => import("@/lib/domain/services/schema").then(({ serviceEdit }) => serviceEdit);

/** A note keeps its line breaks, each line in its own direction. */
const writtenLook = "wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]";

type Versions = VersionsOf<"name" | "note">;

type Props = {
  service: { id: string; version: number; name: string; note: string };
  zone: string;
  /** Why this user cannot change them. They are then shown as text. */
  withheld?: string;
};

/** Name and note. If another user saved first, shows both versions side by side. */
export function EditService({ service, zone, withheld }: Props) {
  const [t, form, toast] = [useTranslations("services"), useTranslations("form"), useToast()];
  // The values when the form was opened. Newer values that the page receives must not count as seen by this user.
  const [opened, setOpened] = useState(service);
  const [versions, setVersions] = useState<Versions | null>(null);
  if (withheld) {
    return (
      <div className="stack">
        <Facts>
          <Fact label={t("name")}>
            <bdi>{service.name}</bdi>
          </Fact>
          <Fact label={t("note")} className={writtenLook} dir="auto">
            {service.note || <span className="text-muted">{t("noNote")}</span>}
          </Fact>
        </Facts>
        <Button withheld={withheld}>{form("save")}</Button>
      </div>
    );
  }

  function refused({ current, values }: Refusal) {
    const { name = "", note = "" } = values ?? {};
    // Browsers send other line breaks than the stored ones.
    const yours = { name: name.trim(), note: note.replace(/\r\n?/g, "\n").trim() };
    if (current) setVersions({ before: opened, theirs: current as Versions["theirs"], yours });
  }

  const shared = {
    schema,
    action: editServiceAction,
    onDone: (saved: Omit<typeof service, "id">) => {
      setOpened({ id: service.id, ...saved });
      setVersions(null);
      toast({ title: t("saved", { name: saved.name }) });
    },
    onRefused: refused,
    submitLabel: form("save"),
  };
  return versions ? (
    <Form key={versions.theirs.version} {...shared} hidden={{ id: service.id }}>
      {(register) => (
        <Conflict
          register={register}
          what={opened.name}
          fields={[
            { name: "name", label: t("name") },
            {
              name: "note",
              label: t("note"),
              show: (value) => (
                <span className={writtenLook} dir="auto">
                  {value}
                </span>
              ),
            },
          ]}
          zone={zone}
          submitLabel={shared.submitLabel}
          {...versions}
        />
      )}
    </Form>
  ) : (
    <Form
      {...shared}
      hidden={{ id: service.id, version: String(opened.version) }}
      defaultValues={{ name: opened.name, note: opened.note }}
    >
      {(register) => (
        <>
          <TextField {...register("name")} label={t("name")} autoComplete="off" />
          <TextareaField {...register("note")} label={t("note")} optional hint={t("noteHint")} rows={6} />
        </>
      )}
    </Form>
  );
}
