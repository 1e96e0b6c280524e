"use server";

import { asAction } from "@/lib/as-action";
import { renewPassword } from "@/lib/passwords/operations";
import { goHome } from "@/lib/session-cookie";

export const renewPasswordAction = asAction(renewPassword, { finish: goHome });
