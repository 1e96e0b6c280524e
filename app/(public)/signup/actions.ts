"use server";

import { redirect } from "next/navigation";
import { confirmAccount, createAccount, startSignUp } from "@/lib/domain/sign-ups/operations";
import type { MadeAccount } from "@/lib/domain/sign-ups/output";
import { asAction } from "@/lib/doors/action";
import { setLoginCookies } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";

export const signUpAction = asAction(createAccount, { finish: welcome });
export const startSignUpAction = asAction(startSignUp, { withoutScript: () => `${paths.signUp}?asked=1` });
export const confirmSignUpAction = asAction(confirmAccount, { finish: welcome });

/** Logs in the account holder of a new account and opens User management, which shows their digital ID. */
async function welcome(made: MadeAccount): Promise<void> {
  await setLoginCookies(made);
  redirect(`${paths.users}?welcome=1`);
}
