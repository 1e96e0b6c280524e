"use server";

import { logIn, logInWithPasskey } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { enter } from "@/lib/doors/session-cookie";

export const logInAction = asAction(logIn, { finish: enter });
export const logInWithPasskeyAction = asAction(logInWithPasskey, { finish: enter });
