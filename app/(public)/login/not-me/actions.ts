"use server";

import { takeBackAddress } from "@/lib/domain/addresses/operations";
import { asAction } from "@/lib/doors/action";
import { goToReset } from "@/lib/doors/session-cookie";

export const takeBackAddressAction = asAction(takeBackAddress, { finish: goToReset });
