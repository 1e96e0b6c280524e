"use server";

import { chooseNotices } from "@/lib/domain/notice-choices/operations";
import { changePassword } from "@/lib/domain/passwords/operations";
import { endOtherSessions, endSession } from "@/lib/domain/sessions/operations";
import { releaseTwoFactor, requireTwoFactor, viewRequirement } from "@/lib/domain/two-factor-requirement/operations";
import {
  addApp,
  addKey,
  createAppSecret,
  createKeyOptions,
  makeBackupCodes,
  removeOwnFactor,
} from "@/lib/domain/two-factor/operations";
import { asAction } from "@/lib/doors/action";
import { setSessionCookies } from "@/lib/doors/session-cookie";
import { paths, savedAt } from "@/lib/isomorphic/paths";

export const changePasswordAction = asAction(changePassword, {
  finish: setSessionCookies,
  withoutScript: () => savedAt(paths.security, "password"),
});
export const createAppSecretAction = asAction(createAppSecret);
export const addAppAction = asAction(addApp, {
  finish: setSessionCookies,
  withoutScript: () => savedAt(paths.security, "two-factor"),
});
export const createKeyOptionsAction = asAction(createKeyOptions);
export const addKeyAction = asAction(addKey, { finish: setSessionCookies });
export const removeFactorAction = asAction(removeOwnFactor);
export const makeBackupCodesAction = asAction(makeBackupCodes);
export const endSessionAction = asAction(endSession, {
  finish: setSessionCookies,
  withoutScript: () => savedAt(paths.security, "sessions"),
});
export const endOtherSessionsAction = asAction(endOtherSessions, {
  finish: setSessionCookies,
  withoutScript: () => savedAt(paths.security, "sessions"),
});
export const chooseNoticesAction = asAction(chooseNotices, { withoutScript: () => savedAt(paths.security, "notices") });
export const viewRequirementAction = asAction(viewRequirement);
export const requireTwoFactorAction = asAction(requireTwoFactor);
export const releaseTwoFactorAction = asAction(releaseTwoFactor, { withoutScript: () => paths.security });
