"use server";

import { editAccount, editHolderName } from "@/lib/accounts/operations";
import { asAction } from "@/lib/as-action";
import { paths, savedAt } from "@/lib/paths";
import { editProfile } from "@/lib/profile/operations";
import { keepLanguage } from "@/lib/session-cookie";

export const editAccountAction = asAction(editAccount, { withoutScript: () => savedAt(paths.account, "details") });
export const editHolderNameAction = asAction(editHolderName, { withoutScript: () => savedAt(paths.account, "holder") });
export const editProfileAction = asAction(editProfile, {
  finish: keepLanguage,
  withoutScript: () => savedAt(paths.account, "profile"),
});
/** Language and theme from the top bar, on any page: what changed is seen at once, and the page stays. */
export const chooseLooksAction = asAction(editProfile, { finish: keepLanguage });
