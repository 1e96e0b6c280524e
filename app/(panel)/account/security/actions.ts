"use server";

import { asAction } from "@/lib/as-action";
import { changePassword } from "@/lib/passwords/operations";

export const changePasswordAction = asAction(changePassword);
