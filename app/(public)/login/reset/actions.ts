"use server";

import { asAction } from "@/lib/as-action";
import { resetOwnPassword } from "@/lib/password-links/operations";
import { goToLogIn } from "@/lib/session-cookie";

export const resetPasswordAction = asAction(resetOwnPassword, { finish: goToLogIn });
