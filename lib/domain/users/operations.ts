import "server-only";
import { changesBetween } from "@/lib/access/audit";
import type { Autocommit, Locked } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { consumeLimit, countAttempt, resetAttempts, waiting } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { isUniqueViolation } from "@/lib/database/db";
import { maskEmail } from "@/lib/domain/email-changes/rules";
import { mailLink } from "@/lib/domain/mail-links/mail-link";
import { voidByDisabling, voidByEmailChange, voidByPassword } from "@/lib/domain/mail-links/schema";
import { deleteLinksOf, voidLinks } from "@/lib/domain/mail-links/store";
import { notify } from "@/lib/domain/mail/notices";
import { links, visibleEmails } from "@/lib/domain/mail/rules";
import { deleteRemainingMails } from "@/lib/domain/mail/store";
import { passwordLinksTo } from "@/lib/domain/password-links/rules";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { endedSessions, resetPasswordAttempts, shownSession, triesToLogIn } from "@/lib/domain/sessions/rules";
import {
  deleteSessionsOf,
  endSessionOf,
  endSessionsOf,
  hasSessions,
  listSessionsOf,
  revokeMailProofs,
} from "@/lib/domain/sessions/store";
import { deleteRemainingSignIns } from "@/lib/domain/sign-ins/store";
import { resetFactorAttempts } from "@/lib/domain/two-factor/proofs";
import { deleteFactors, deleteFactorsOfErased } from "@/lib/domain/two-factor/store";
import {
  addedUser,
  enabledUser,
  removedUser,
  restoredUser,
  sentLink,
  userActionEndingSessions,
  userActionResult,
  userSessions,
  usersPage,
} from "@/lib/domain/users/output";
import { isAsAdded, isRestorable, restorableUntil } from "@/lib/domain/users/rules";
import {
  newUser,
  sessionsEnd,
  userById,
  userEdit,
  userPassword,
  userRemoval,
  usersQuery,
} from "@/lib/domain/users/schema";
import {
  changeUser,
  eraseRemoved,
  findOwnAddition,
  findRemoved,
  findUser,
  insertUser,
  listUsers as list,
} from "@/lib/domain/users/store";
import {
  disabledUser,
  editableUser,
  editsOf,
  invitableUser,
  isAdministrator,
  otherUser,
  restorableUser,
  type Person,
} from "@/lib/domain/users/targets";
import { none } from "@/lib/isomorphic/fields";
import { compositeId } from "@/lib/isomorphic/identifiers";
import { done, invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { verifyPassword } from "@/lib/security/password-hash";

/** Lists the account's users by page. The URL holds the query. */
export const listUsers = read({
  permission: "users.list",
  input: usersQuery,
  output: usersPage,
  run: async (auth, { query: asked, misread }) => {
    // Only those who can see an email learn whether it was delivered.
    const seesDelivery = visibleEmails(auth.actor.principal) !== "own";
    const withheld = !seesDelivery && asked.status === "invitation-failed";
    const query = withheld ? { ...asked, status: "" as const } : asked;
    const page = await list(auth, query);
    const users = seesDelivery ? page.users : page.users.map((user) => ({ ...user, undelivered: false }));
    return { ...page, users, seesDelivery, query, misread: misread || withheld || page.strayed };
  },
});

/** Lists a user's open sessions: those that disabling or removing the user would end. */
export const viewUserSessions = read({
  permission: "users.sessions",
  input: userById,
  output: userSessions,
  run: async (auth, { id }) => {
    const user = await findUser(auth, id);
    if (!user) return refuse("not_found", "errors.user_gone");
    const { sessions, more } = await listSessionsOf(auth, id);
    return { sessions: sessions.map((session) => shownSession(auth.actor, session)), more };
  },
});

/** Ends one session of a user, or all of them. */
export const endUserSessions = change({
  permission: "users.end-sessions",
  input: sessionsEnd,
  output: userActionEndingSessions,
  target: otherUser,
  run: async (auth, { input: { session }, target: user }) => {
    // Without open sessions, nothing is written: the user's browsers stay known.
    if (!session && !(await hasSessions(auth, user.id))) return unchanged({ login: user.login, ended: 0 });
    const ended = session
      ? Number((await endSessionOf(auth, user.id, session)) !== null)
      : await endSessionsOf(auth, user.id);
    if (ended === 0) return refuse("not_found", "errors.session.gone");
    const value = { login: user.login, ended };
    await notify(auth, user, { kind: "sessions-ended", params: { who: auth.actor.principal.knownAs } });
    return { value, user };
  },
  audit: ({ user, value }) => ({ ...about(user), changes: endedSessions(value.ended) }),
});

/**
 * Adds a user with their own login. If the answer was lost and the same form arrives again, Steward says that the user exists and
 * adds nothing twice.
 */
export const addUser = change({
  permission: "users.add",
  input: newUser,
  output: addedUser,
  onAdministrator: ({ input }) => isAdministrator(input),
  prepare: async ({ actor: { principal } }, { input: { password, mustChange, invite, ...user } }) => {
    const form = { ...user, changeDue: mustChange && !invite, invited: invite };
    const owner = { login: user.login, email: user.email, digitalId: principal.digitalId, handle: principal.handle };
    const accepted = invite ? { hash: null } : await acceptPassword(password, owner);
    return isRefusal(accepted) ? accepted : { ...form, passwordHash: accepted.hash };
  },
  run: async (auth, { prepared: form }) => {
    const after = await insertUser(auth, form);
    const until = form.invited ? await invite(auth, after) : null;
    return { value: { ...additionOf(after, until), repeated: false }, after };
  },
  audit: ({ after }) => ({
    ...about(after),
    changes: changesBetween(null, after, ["email", "privilege", "description", "status"]),
  }),
  violated: async (error, { input, prepared }, auth) => {
    if (!isUniqueViolation(error, "loginKey")) return null;
    const there = await findRepeated(auth, prepared, input.password);
    return there
      ? done({ ...additionOf(there, null), repeated: true })
      : invalid({ login: sentence("errors.login.taken", { login: input.login }) });
  },
});

/** Changes a user's email address, privilege and description, unless another user has changed them since the form was opened. */
export const editUser = change({
  permission: "users.edit",
  input: userEdit,
  output: userActionResult,
  target: editableUser,
  // A new Administrator, or a new email address for one, gives control of the account.
  onAdministrator: ({ input, target }) =>
    isAdministrator(input) && (!isAdministrator(target) || target.email !== input.email),
  run: async (auth, { input: { id: _id, version: _version, ...fields }, target: before }) => {
    const changes = editsOf(before, fields);
    const value = { login: before.login };
    if (changes.length === 0) return unchanged(value);
    const user = await changeUser(auth, before, fields);
    if (before.email !== user.email) await followEmailChange(auth, before, user);
    if (before.privilege !== fields.privilege) {
      await notify(auth, user, {
        kind: "privilege-changed",
        params: { who: auth.actor.principal.knownAs, before: before.privilege, after: fields.privilege },
      });
    }
    return { value, user, changes };
  },
  audit: ({ user, changes }) => ({ ...about(user), changes }),
});

/** Emails a user a link to set their own password, also again after an invitation. Older links become void. */
export const sendUserLink = change({
  permission: "users.send-link",
  input: userById,
  output: sentLink,
  target: invitableUser,
  prepare: async (auth, { target }) => {
    // The limit counts per user who gets the link.
    const turn = await consumeLimit(auth, passwordLinksTo(target), Date.now());
    return turn.admitted ? null : waiting(turn.retryAt);
  },
  run: async (auth, { target: user }) => {
    const until = user.invited ? await invite(auth, user) : await sendReset(auth, user);
    return {
      value: { login: user.login, email: user.email, invited: user.invited, until: until?.toISOString() ?? null },
      user,
    };
  },
  audit: ({ user }) => ({ ...about(user), changes: [] }),
});

/** Sets a password for a user who lost theirs. Their sessions end, and they choose their own password at the next login. */
export const setUserPassword = change({
  permission: "users.set-password",
  input: userPassword,
  output: userActionEndingSessions,
  target: otherUser,
  onAdministrator: ({ target }) => isAdministrator(target),
  prepare: async ({ actor: { principal } }, { input, target: { login, email } }) =>
    acceptPassword(input.password, { login, email, digitalId: principal.digitalId, handle: principal.handle }),
  run: async (auth, { target: before, prepared: { hash } }) => {
    const after = await changeUser(auth, before, {
      passwordHash: hash,
      passwordChangedAt: auth.now,
      changeDue: true,
      invited: false,
    });
    await voidLinks(auth, after.id, voidByPassword);
    await resetPasswordAttempts(auth, after.id);
    await notify(auth, after, { kind: "password-set", params: { who: auth.actor.principal.knownAs } });
    const ended = await endSessionsOf(auth, after.id);
    return { value: { login: after.login, ended }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Removes all verification methods of a user who lost theirs. Their sessions end. They log in with the password and add new ones. */
export const resetUserTwoFactor = change({
  permission: "users.reset-two-factor",
  input: userById,
  output: userActionEndingSessions,
  target: async (auth, input) => {
    const user = await otherUser(auth, input);
    return isRefusal(user) || user.twoFactor
      ? user
      : refuse("conflict", "errors.two_factor_off", { login: user.login });
  },
  run: async (auth, { target: user }) => {
    await deleteFactors(auth, user.id);
    await resetFactorAttempts(auth, user.id);
    await notify(auth, user, { kind: "two-factor-reset", params: { who: auth.actor.principal.knownAs } });
    return { value: { login: user.login, ended: await endSessionsOf(auth, user.id) }, user };
  },
  audit: ({ user, value }) => ({ ...about(user), changes: endedSessions(value.ended) }),
});

/** Keeps a user out from their next request on, and ends their sessions. */
export const disableUser = change({
  permission: "users.disable",
  input: userById,
  output: userActionEndingSessions,
  target: async (auth, input) => {
    const user = await otherUser(auth, input);
    return isRefusal(user) || !user.disabledAt
      ? user
      : refuse("conflict", "errors.disabled_already", { login: user.login });
  },
  run: async (auth, { target: before }) => {
    const after = await changeUser(auth, before, { disabledAt: auth.now });
    await voidLinks(auth, after.id, voidByDisabling);
    await notify(auth, after, { kind: "disabled", params: { who: auth.actor.principal.knownAs } });
    return { value: { login: after.login, ended: await endSessionsOf(auth, after.id) }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Enables a disabled user. Ended sessions stay ended. A due password change is due again. A user who was invited gets a new link. */
export const enableUser = change({
  permission: "users.enable",
  input: userById,
  output: enabledUser,
  target: disabledUser,
  onAdministrator: ({ target }) => isAdministrator(target),
  run: async (auth, { target: before }) => {
    const after = await changeUser(auth, before, { disabledAt: null });
    const until = after.invited ? await invite(auth, after) : null;
    if (!after.invited) await notify(auth, after, { kind: "enabled", params: { who: auth.actor.principal.knownAs } });
    return { value: { login: after.login, due: after.changeDue, ...invitation(after, until) }, before, after };
  },
  audit: ({ before, after }) => ({ ...about(after), changes: changesBetween(before, after, ["status"]) }),
});

/** Removes a user. To remove an Administrator, the actor types their username. A removed user can be restored for 30 days. */
export const removeUser = change({
  permission: "users.remove",
  input: userRemoval,
  output: removedUser,
  target: async (auth, { id, login }) => {
    const user = await otherUser(auth, { id });
    const isConfirmed = isRefusal(user) || !isAdministrator(user) || login === user.login;
    return isConfirmed ? user : invalid({ login: sentence("errors.login.confirm", { login: user.login }) });
  },
  run: async (auth, { target: before }) => {
    const after = await changeUser(auth, before, { removedAt: auth.now });
    await voidLinks(auth, after.id, voidByDisabling);
    const until = restorableUntil(auth.now).toISOString();
    return { value: { login: after.login, ended: await endSessionsOf(auth, after.id), until }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Restores a removed user with everything except their sessions, within 30 days. */
export const restoreUser = change({
  permission: "users.restore",
  input: userById,
  output: restoredUser,
  target: restorableUser,
  onAdministrator: ({ target }) => isAdministrator(target),
  run: async (auth, { target: before }) => {
    const after = await changeUser(auth, before, { removedAt: null });
    // The removal voided older links. A disabled user gets the invitation once they are enabled.
    const until = isInvitable(after) ? await invite(auth, after) : null;
    return { value: { login: after.login, ...invitation(after, until) }, before, after };
  },
  audit: ({ before, after }) => ({ ...about(after), changes: changesBetween(before, after, ["status"]) }),
});

/**
 * Deletes for good a user who can no longer be restored, and frees their username. The activity keeps its entries. Steward erases
 * the user's personal values from them later, a few at a time (lib/domain/activity/erasing.ts).
 */
export const eraseUser = change({
  permission: "users.erase",
  input: userById,
  output: none,
  target: async (auth, { id }) => {
    const user = await findRemoved(auth, id);
    if (!user?.removedAt) return refuse("not_found");
    return isRestorable(user.removedAt, auth.now) ? refuse("conflict") : user;
  },
  account: ({ target }) => target.accountId,
  run: async (auth, { target: user }) => {
    const { id } = user;
    await deleteSessionsOf(auth, id);
    await deleteRemainingMails(auth, id);
    await deleteRemainingSignIns(auth, id);
    await deleteFactorsOfErased(auth, id);
    await deleteLinksOf(auth, id);
    await eraseRemoved(auth, user);
    return { value: null, id };
  },
  // Only the id: it connects the entries of one person without saying who it was.
  audit: ({ id }) => ({ subject: { id, name: "" }, changes: [] }),
});

type NewUser = Parameters<typeof isAsAdded>[1];

/**
 * Finds a user whom this actor recently added with the same form, and whom nobody has changed since. A thief of the actor's session
 * could guess the user's password here. So a wrong password counts as a try to log in as that user. During a wait there, no form
 * counts as a repetition.
 */
async function findRepeated(auth: Autocommit<"users.add">, form: NewUser, password: string): Promise<Person | null> {
  const added = await findOwnAddition(auth, form.login);
  if (!added || !isAsAdded(added, form, auth.now)) return null;
  if (added.invited) return added;
  const tries = triesToLogIn(added.id, false);
  const guess = await countAttempt(auth, { key: tries }, Date.now());
  if (!guess.admitted || !(await verifyPassword(password, added.passwordHash))) return null;
  await resetAttempts(auth, [tries]);
  return added;
}

/** The answer about an added user. @param until when Steward sends the invitation, if it has to wait */
const additionOf = ({ id, login, email, invited }: Person, until: Date | null) => ({
  id,
  login,
  email,
  invited,
  until: until?.toISOString() ?? null,
});

/** Whether the user still has to choose a first password, and can: a link for a disabled user would be useless. */
const isInvitable = ({ invited, disabledAt }: Person) => invited && !disabledAt;

/** Where the activation link of an enabled or restored user went, and until when it waits. Empty for a user with a password. */
const invitation = (user: Person, until: Date | null) =>
  isInvitable(user) ? { invited: { email: user.email, until: until?.toISOString() ?? null } } : {};

/** Emails a new user an activation link. Returns until when the email waits. */
function invite(
  auth: Locked<"users.add" | "users.edit" | "users.send-link" | "users.enable" | "users.restore">,
  user: Person,
): Promise<Date | null> {
  const { knownAs, accountName, digitalId } = auth.actor.principal;
  const params = { who: knownAs, account: accountName, id: compositeId(digitalId, user.login) };
  return mailLink(auth, {
    purpose: "activation",
    personId: user.id,
    hours: links.activation.hours,
    kind: "activation",
    params,
  });
}

/** Emails a user a link to set a new password. Returns until when the email waits. */
function sendReset(auth: Locked<"users.send-link">, user: Person): Promise<Date | null> {
  const { knownAs, digitalId } = auth.actor.principal;
  const { hours } = links["reset-by-administrator"];
  const params = { who: knownAs, id: compositeId(digitalId, user.login) };
  return mailLink(auth, { purpose: "reset", personId: user.id, hours, kind: "reset-by-administrator", params });
}

/**
 * Does what follows from a user's new email address. Voids links to the old address and pending confirmations, but never
 * *It was not me*. Notifies both addresses. Sends an invited user a new activation link, unless they are disabled.
 */
async function followEmailChange(auth: Locked<"users.edit">, before: Person, after: Person): Promise<void> {
  await voidLinks(auth, after.id, voidByEmailChange);
  await revokeMailProofs(auth, after.id);
  const params = { who: auth.actor.principal.knownAs, newAddress: maskEmail(after.email) };
  await notify(auth, before, { kind: "address-set", params });
  if (isInvitable(after)) await invite(auth, after);
  else await notify(auth, after, { kind: "address-set", params });
}

const about = ({ id, login }: { id: string; login: string }) => ({ subject: { id, name: login } });
