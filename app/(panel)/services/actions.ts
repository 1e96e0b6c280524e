"use server";

import { editService, setServiceRenewal } from "@/lib/domain/services/operations";
import { asAction } from "@/lib/doors/action";
import { savedAt, servicePath } from "@/lib/isomorphic/paths";

export const editServiceAction = asAction(editService, {
  withoutScript: (_saved, form) => savedAt(pathOf(form), "name-and-note"),
});
export const setServiceRenewalAction = asAction(setServiceRenewal, {
  withoutScript: (_saved, form) => savedAt(pathOf(form), "renewal"),
});

/** The page of the service that a form names. */
const pathOf = (form: FormData) => servicePath(String(form.get("id")));
