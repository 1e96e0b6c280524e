"use server";

import { confirmAddress } from "@/lib/domain/addresses/operations";
import { asAction } from "@/lib/doors/action";
import { sayConfirmed } from "@/lib/doors/session-cookie";

export const confirmAddressAction = asAction(confirmAddress, { finish: sayConfirmed });
