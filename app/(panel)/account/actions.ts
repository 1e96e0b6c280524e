"use server";

import { editAccount, editHolderName } from "@/lib/accounts/operations";
import { changeAddress } from "@/lib/addresses/operations";
import { asAction } from "@/lib/as-action";
import { paths, savedAt } from "@/lib/paths";
import { editProfile } from "@/lib/profile/operations";
import { keepLanguage } from "@/lib/session-cookie";

export const editAccountAction = asAction(editAccount, { withoutScript: () => savedAt(paths.account, "details") });
export const editHolderNameAction = asAction(editHolderName, { withoutScript: () => savedAt(paths.account, "holder") });
export const changeAddressAction = asAction(changeAddress, { withoutScript: () => savedAt(paths.account, "email") });
export const editProfileAction = asAction(editProfile, {
  finish: keepLanguage,
  // The top bar, which is on every page, sends language or theme alone: what changed is seen at once, and the page stays.
  withoutScript: (_saved, form) => (form.has("displayName") ? savedAt(paths.account, "profile") : null),
});
