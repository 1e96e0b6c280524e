"use server";

import { confirmAccount, requestAccount } from "@/lib/accounts/by-mail";
import { createAccount } from "@/lib/accounts/operations";
import { asAction } from "@/lib/as-action";
import { paths } from "@/lib/paths";
import { welcome } from "@/lib/session-cookie";

export const signUpAction = asAction(createAccount, { finish: welcome });
export const requestSignUpAction = asAction(requestAccount, { withoutScript: () => `${paths.signUp}?asked=1` });
export const confirmSignUpAction = asAction(confirmAccount, { finish: welcome });
