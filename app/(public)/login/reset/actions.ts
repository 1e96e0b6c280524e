"use server";

import { resetOwnPassword } from "@/lib/domain/password-links/operations";
import { asAction } from "@/lib/doors/action";
import { goToLogIn } from "@/lib/doors/session-cookie";

export const resetPasswordAction = asAction(resetOwnPassword, { finish: goToLogIn });
