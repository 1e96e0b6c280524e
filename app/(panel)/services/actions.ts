"use server";

import { asAction } from "@/lib/as-action";
import { savedAt, servicePath } from "@/lib/paths";
import { editService, setServiceRenewal } from "@/lib/services/operations";

export const editServiceAction = asAction(editService, { withoutScript: (_saved, form) => savedAt(pathOf(form), "name-and-note") });
export const setServiceRenewalAction = asAction(setServiceRenewal, { withoutScript: (_saved, form) => savedAt(pathOf(form), "renewal") });

/** The page of the service that a form names. */
const pathOf = (form: FormData) => servicePath(String(form.get("id")));
