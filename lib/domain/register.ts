import "server-only";
import type { Operation } from "@/lib/access/operation";
import { editAccount, editHolderName, openAccount, viewAccount } from "@/lib/domain/accounts/operations";
import { eraseValues, listActivity, verifyActivity, viewLine } from "@/lib/domain/activity/operations";
import {
  changeEmail,
  confirmEmail,
  sendEmailLink,
  setHolderEmail,
  takeBackEmail,
  viewEmailLink,
} from "@/lib/domain/email-changes/operations";
import { checkHealth } from "@/lib/domain/health/operations";
import { viewHome } from "@/lib/domain/home/operations";
import { runUpkeep, saveInstallation, viewInstallation } from "@/lib/domain/installation/operations";
import { listEmails, sendEmails, viewEmail } from "@/lib/domain/mail/operations";
import { chooseNotices } from "@/lib/domain/notice-choices/operations";
import {
  requestPasswordReset,
  resetOwnPassword,
  sendPasswordLink,
  viewPasswordLink,
} from "@/lib/domain/password-links/operations";
import { changePassword, renewPassword, setHolderPassword, viewSecurity } from "@/lib/domain/passwords/operations";
import { chooseLanguage, editProfile, viewProfile } from "@/lib/domain/profile/operations";
import { importServices } from "@/lib/domain/service-imports/operations";
import { editService, listServices, setServiceRenewal, viewService } from "@/lib/domain/services/operations";
import {
  confirmSession,
  endOtherSessions,
  endSession,
  logIn,
  logInWithPasskey,
  logOut,
  recordUse,
  verifyLogIn,
} from "@/lib/domain/sessions/operations";
import { listHistory } from "@/lib/domain/sign-ins/operations";
import {
  confirmAccount,
  createAccount,
  sendSignUpLink,
  startSignUp,
  viewSignUpLink,
} from "@/lib/domain/sign-ups/operations";
import {
  confirmEnrolment,
  notifyOfRelease,
  notifyOfRequirement,
  releaseTwoFactor,
  requireTwoFactor,
  sendEnrolmentLink,
  viewRequirement,
} from "@/lib/domain/two-factor-requirement/operations";
import {
  addApp,
  addKey,
  createAppSecret,
  createKeyOptions,
  makeBackupCodes,
  removeOwnFactor,
  resetTwoFactor,
  viewVerification,
} from "@/lib/domain/two-factor/operations";
import {
  addUser,
  disableUser,
  editUser,
  enableUser,
  endUserSessions,
  eraseUser,
  listUsers,
  removeUser,
  resetUserTwoFactor,
  restoreUser,
  sendUserLink,
  setUserPassword,
  viewUserSessions,
} from "@/lib/domain/users/operations";
import type { Permission } from "@/lib/policy";

/** The register: every permission of the policy table with its operation. The tests go through all of it. */
export const operations = {
  "health.check": checkHealth,
  "account.create": createAccount,
  "account.request": startSignUp,
  "account.send-link": sendSignUpLink,
  "account.view-link": viewSignUpLink,
  "account.confirm": confirmAccount,
  "language.choose": chooseLanguage,
  "session.start": logIn,
  "session.start-passkey": logInWithPasskey,
  "verification.view": viewVerification,
  "session.verify": verifyLogIn,
  "session.end": logOut,
  "password.forget": requestPasswordReset,
  "password.send-link": sendPasswordLink,
  "password.view-link": viewPasswordLink,
  "password.reset": resetOwnPassword,
  "password.renew": renewPassword,
  "home.view": viewHome,
  "account.view": viewAccount,
  "account.edit": editAccount,
  "account.view-two-factor": viewRequirement,
  "account.require-two-factor": requireTwoFactor,
  "account.release-two-factor": releaseTwoFactor,
  "account.tell-two-factor": notifyOfRequirement,
  "account.tell-release": notifyOfRelease,
  "holder.rename": editHolderName,
  "profile.view": viewProfile,
  "profile.edit": editProfile,
  "email.change": changeEmail,
  "email.send-link": sendEmailLink,
  "email.view-link": viewEmailLink,
  "email.set": setHolderEmail,
  "email.confirm": confirmEmail,
  "email.take-back": takeBackEmail,
  "security.view": viewSecurity,
  "password.set": setHolderPassword,
  "password.change": changePassword,
  "session.confirm": confirmSession,
  "session.end-one": endSession,
  "session.end-others": endOtherSessions,
  "session.note-use": recordUse,
  "history.list": listHistory,
  "notices.choose": chooseNotices,
  "factors.ask-new-app": createAppSecret,
  "factors.add-app": addApp,
  "factors.ask-new-key": createKeyOptions,
  "factors.add-key": addKey,
  "factors.remove": removeOwnFactor,
  "enrolment.ask": sendEnrolmentLink,
  "enrolment.confirm": confirmEnrolment,
  "two-factor.reset": resetTwoFactor,
  "codes.make": makeBackupCodes,
  "emails.list": listEmails,
  "emails.view": viewEmail,
  "emails.send": sendEmails,
  "users.list": listUsers,
  "users.sessions": viewUserSessions,
  "users.end-sessions": endUserSessions,
  "users.add": addUser,
  "users.edit": editUser,
  "users.send-link": sendUserLink,
  "users.set-password": setUserPassword,
  "users.reset-two-factor": resetUserTwoFactor,
  "users.disable": disableUser,
  "users.enable": enableUser,
  "users.remove": removeUser,
  "users.restore": restoreUser,
  "users.erase": eraseUser,
  "services.list": listServices,
  "services.view": viewService,
  "services.edit": editService,
  "services.set-renewal": setServiceRenewal,
  "activity.list": listActivity,
  "activity.view": viewLine,
  "activity.erase": eraseValues,
  "activity.verify": verifyActivity,
  "installation.view": viewInstallation,
  "installation.keep": saveInstallation,
  "installation.upkeep": runUpkeep,
  "account.open": openAccount,
  "services.import": importServices,
} satisfies { [P in Permission]: Operation<P> };
