"use server";

import { confirmAddress } from "@/lib/addresses/operations";
import { asAction } from "@/lib/as-action";
import { sayConfirmed } from "@/lib/session-cookie";

export const confirmAddressAction = asAction(confirmAddress, { finish: sayConfirmed });
