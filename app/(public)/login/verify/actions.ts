"use server";

import { verifyLogIn } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { enter } from "@/lib/doors/session-cookie";

export const verifyLogInAction = asAction(verifyLogIn, { finish: enter });
