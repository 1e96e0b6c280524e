"use server";

import { asAction } from "@/lib/as-action";
import { paths, savedAt } from "@/lib/paths";
import { changePassword } from "@/lib/passwords/operations";
import { chooseNotices } from "@/lib/notice-choices/operations";
import { renew } from "@/lib/session-cookie";
import { endOtherSessions, endSession } from "@/lib/sessions/operations";
import { releaseTwoFactor, requireTwoFactor, viewRequirement } from "@/lib/two-factor-requirement/operations";
import { addApp, addKey, askForNewApp, askForOwnNewKey, makeBackupCodes, removeOwnFactor } from "@/lib/two-factor/operations";

export const changePasswordAction = asAction(changePassword, { finish: renew, withoutScript: () => savedAt(paths.security, "password") });
export const askForNewAppAction = asAction(askForNewApp);
export const addAppAction = asAction(addApp, { finish: renew, withoutScript: () => savedAt(paths.security, "two-factor") });
export const askForNewKeyAction = asAction(askForOwnNewKey);
export const addKeyAction = asAction(addKey, { finish: renew });
export const removeFactorAction = asAction(removeOwnFactor);
export const makeBackupCodesAction = asAction(makeBackupCodes);
export const endSessionAction = asAction(endSession, { withoutScript: () => savedAt(paths.security, "sessions") });
export const endOtherSessionsAction = asAction(endOtherSessions, { withoutScript: () => savedAt(paths.security, "sessions") });
export const chooseNoticesAction = asAction(chooseNotices, { withoutScript: () => savedAt(paths.security, "notices") });
export const viewRequirementAction = asAction(viewRequirement);
export const requireTwoFactorAction = asAction(requireTwoFactor);
export const releaseTwoFactorAction = asAction(releaseTwoFactor, { withoutScript: () => paths.security });
