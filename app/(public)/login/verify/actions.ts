"use server";

import { asAction } from "@/lib/as-action";
import { enter } from "@/lib/session-cookie";
import { verifyLogIn } from "@/lib/sessions/operations";

export const verifyLogInAction = asAction(verifyLogIn, { finish: enter });
