"use server";

import { createAccount } from "@/lib/accounts/operations";
import { asAction } from "@/lib/as-action";
import { welcome } from "@/lib/session-cookie";

export const signUpAction = asAction(createAccount, { finish: welcome });
