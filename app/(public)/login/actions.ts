"use server";

import { asAction } from "@/lib/as-action";
import { enter } from "@/lib/session-cookie";
import { logIn, logInWithPasskey } from "@/lib/sessions/operations";

export const logInAction = asAction(logIn, { finish: enter });
export const logInWithPasskeyAction = asAction(logInWithPasskey, { finish: enter });
