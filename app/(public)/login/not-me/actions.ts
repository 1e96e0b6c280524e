"use server";

import { takeBackAddress } from "@/lib/addresses/operations";
import { asAction } from "@/lib/as-action";
import { goToReset } from "@/lib/session-cookie";

export const takeBackAddressAction = asAction(takeBackAddress, { finish: goToReset });
