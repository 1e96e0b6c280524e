"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { editUserAction } from "@/app/(panel)/account/users/actions";
import { PrivilegeField } from "@/app/(panel)/account/users/new/add-user-fields";
import type { Account, TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { Conflict, type Versions as VersionsOf } from "@/app/(panel)/conflict";
import { PrivilegeSign } from "@/app/_parts/privilege";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { CompositeId } from "@/components/ui/composite-id";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { Refusal } from "@/lib/isomorphic/result";
import { privileges, type Privilege } from "@/lib/policy";

const schema = () => import("@/lib/domain/users/schema").then(({ userEdit }) => userEdit);

type Versions = VersionsOf<"email" | "privilege" | "description">;

type Props = { user: TargetUser; account: Account; zone: string; onClose: () => void };

/** *Edit*: email address, privilege and description. If another user saved first, shows both versions side by side. */
export function EditUser({ user, account, zone, onClose }: Props) {
  const [t, users, frame, form, toast] = [
    useTranslations("userForms"),
    useTranslations("users"),
    useTranslations("frame"),
    useTranslations("form"),
    useToast(),
  ];
  const [versions, setVersions] = useState<Versions | null>(null);
  const translate = useTranslations();
  const { login } = user;

  async function refused(refusal: Refusal) {
    const theirs = refusal.current as Versions["theirs"] | undefined;
    if (!theirs) return;
    const { email = "", privilege = "", description = "" } = refusal.values ?? {};
    // Users cannot edit their own email address here, so it is never a choice of two.
    setVersions({
      before: user,
      theirs,
      yours: { email: user.self ? theirs.email : await normalizeIfLoaded(email), privilege, description },
    });
  }

  function saved() {
    onClose();
    toast({ title: t("edited", { login }) });
  }

  const shared = {
    schema,
    action: editUserAction,
    onDone: saved,
    onRefused: (refusal: Refusal) => void refused(refusal),
    submitLabel: form("confirm"),
    cancelLabel: form("cancel"),
  };
  return (
    <Dialog
      title={t("editTitle", { login })}
      subtitle={<CompositeId account={account.digitalId} person={login} breaks />}
      closeLabel={frame("close")}
      onClose={onClose}
      size={versions ? "broad" : undefined}
      returnTo="add-user"
    >
      {versions ? (
        <Form key={versions.theirs.version} {...shared} hidden={{ id: user.id }}>
          {(register) => (
            <Conflict
              register={register}
              what={login}
              submitLabel={form("confirm")}
              fields={[
                { name: "email", label: t("email") },
                {
                  name: "privilege",
                  label: users("privilege"),
                  format: (value) => translate(`standing.${value as Privilege}`),
                  show: (value) => <PrivilegeSign standing={value as Privilege} />,
                },
                { name: "description", label: t("description") },
              ]}
              zone={zone}
              {...versions}
            />
          )}
        </Form>
      ) : (
        <Form
          {...shared}
          hidden={{ id: user.id, version: String(user.version) }}
          defaultValues={{ email: user.email, privilege: user.privilege, description: user.description }}
        >
          {(register) => (
            <>
              <TextField
                {...register("email")}
                label={t("email")}
                type="email"
                autoComplete="off"
                readOnly={user.self}
                hint={user.self ? translate("errors.email.own") : undefined}
              />
              <PrivilegeField
                {...register("privilege")}
                withheld={user.self ? lowerThan(user.privilege, translate("reasons.self.demote")) : undefined}
              />
              <TextField {...register("description")} label={t("description")} optional autoComplete="off" />
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}

/**
 * Normalizes an address, because some browsers send the domain in ASCII. The module usually comes with the schema. If it cannot be loaded,
 * keeps the address as sent.
 */
const normalizeIfLoaded = (email: string) =>
  import("@/lib/isomorphic/email.mjs").then(
    ({ normalizeEmail }) => normalizeEmail(email),
    () => email,
  );

/** The privileges below the user's own, each with the reason why they cannot choose it for themselves. */
const lowerThan = (own: Privilege, reason: string) =>
  Object.fromEntries(privileges.slice(0, privileges.indexOf(own)).map((privilege) => [privilege, reason]));
