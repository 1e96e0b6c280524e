"use server";

import {
  addUser,
  disableUser,
  editUser,
  enableUser,
  endUserSessions,
  removeUser,
  resetUserTwoFactor,
  restoreUser,
  sendUserLink,
  setUserPassword,
  viewUserSessions,
} from "@/lib/domain/users/operations";
import { asAction } from "@/lib/doors/action";
import { userAdded } from "@/lib/isomorphic/paths";

export const addUserAction = asAction(addUser, {
  withoutScript: (added) => userAdded(added),
});
export const editUserAction = asAction(editUser);
export const sendUserLinkAction = asAction(sendUserLink);
export const setUserPasswordAction = asAction(setUserPassword);
export const resetTwoFactorAction = asAction(resetUserTwoFactor);
export const disableUserAction = asAction(disableUser);
export const enableUserAction = asAction(enableUser);
export const removeUserAction = asAction(removeUser);
export const restoreUserAction = asAction(restoreUser);
export const viewUserSessionsAction = asAction(viewUserSessions);
export const endUserSessionsAction = asAction(endUserSessions);
