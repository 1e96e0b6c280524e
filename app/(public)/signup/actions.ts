"use server";

import { confirmAccount, createAccount, requestAccount } from "@/lib/domain/sign-ups/operations";
import { asAction } from "@/lib/doors/action";
import { welcome } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";

export const signUpAction = asAction(createAccount, { finish: welcome });
export const requestSignUpAction = asAction(requestAccount, { withoutScript: () => `${paths.signUp}?asked=1` });
export const confirmSignUpAction = asAction(confirmAccount, { finish: welcome });
