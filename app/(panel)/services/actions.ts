"use server";

import { asAction } from "@/lib/as-action";
import { editService, setServiceRenewal } from "@/lib/services/operations";

export const editServiceAction = asAction(editService);
export const setServiceRenewalAction = asAction(setServiceRenewal);
