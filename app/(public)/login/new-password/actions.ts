"use server";

import { renewPassword } from "@/lib/domain/passwords/operations";
import { asAction } from "@/lib/doors/action";
import { goHome } from "@/lib/doors/session-cookie";

export const renewPasswordAction = asAction(renewPassword, { finish: goHome });
