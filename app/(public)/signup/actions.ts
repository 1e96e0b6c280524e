"use server";

import { confirmAccount, createAccount, requestAccount } from "@/lib/sign-ups/operations";
import { asAction } from "@/lib/as-action";
import { paths } from "@/lib/paths";
import { welcome } from "@/lib/session-cookie";

export const signUpAction = asAction(createAccount, { finish: welcome });
export const requestSignUpAction = asAction(requestAccount, { withoutScript: () => `${paths.signUp}?asked=1` });
export const confirmSignUpAction = asAction(confirmAccount, { finish: welcome });
