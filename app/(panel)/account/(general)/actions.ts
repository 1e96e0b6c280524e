"use server";

import { editAccount, editHolderName } from "@/lib/domain/accounts/operations";
import { changeEmail } from "@/lib/domain/email-changes/operations";
import { editProfile } from "@/lib/domain/profile/operations";
import { asAction } from "@/lib/doors/action";
import { setLanguageCookie } from "@/lib/doors/session-cookie";
import { paths, savedAt } from "@/lib/isomorphic/paths";

export const editAccountAction = asAction(editAccount, { withoutScript: () => savedAt(paths.account, "details") });
export const editHolderNameAction = asAction(editHolderName, { withoutScript: () => savedAt(paths.account, "holder") });
export const changeEmailAction = asAction(changeEmail, { withoutScript: () => savedAt(paths.account, "email") });
export const editProfileAction = asAction(editProfile, {
  finish: setLanguageCookie,
  // The top bar, on every page, sends only the language or the theme. The change shows at once, and the page stays.
  withoutScript: (_saved, form) => (form.has("displayName") ? savedAt(paths.account, "profile") : null),
});
