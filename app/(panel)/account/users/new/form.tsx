"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { addUserAction } from "@/app/(panel)/account/users/actions";
import { AddUserFields, addUserDefaults } from "@/app/(panel)/account/users/new/add-user-fields";
import type { Account } from "@/app/(panel)/account/users/user-actions/target-user";
import { Form } from "@/components/form/form";
import { userAdded } from "@/lib/isomorphic/paths";

const schema = () => import("@/lib/domain/users/schema").then(({ newUser }) => newUser);

/** *Add a user* as a page. */
export function NewUserForm(account: Omit<Account, "origin">) {
  const [form, router] = [useTranslations("form"), useRouter()];
  return (
    <Form
      schema={schema}
      action={addUserAction}
      defaultValues={addUserDefaults}
      onDone={(added) => router.push(userAdded(added))}
      submitLabel={form("confirm")}
    >
      {(register) => <AddUserFields register={register} {...account} />}
    </Form>
  );
}
