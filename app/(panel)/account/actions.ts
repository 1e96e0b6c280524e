"use server";

import { editAccount, editHolderName } from "@/lib/accounts/operations";
import { asAction } from "@/lib/as-action";
import { editProfile } from "@/lib/profile/operations";
import { keepLanguage } from "@/lib/session-cookie";

export const editAccountAction = asAction(editAccount);
export const editHolderNameAction = asAction(editHolderName);
export const editProfileAction = asAction(editProfile, { finish: keepLanguage });
