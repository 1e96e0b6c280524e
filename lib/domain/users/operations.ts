import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { refuseUnproved, type Authorized } from "@/lib/access/authorize";
import { change, read } from "@/lib/access/operation";
import { isUniqueViolation, writer } from "@/lib/database/db";
import { maskedAddress } from "@/lib/domain/addresses/rules";
import { mailLink } from "@/lib/domain/mail-links/mail-link";
import { voidByAddress, voidByPassword, voidByShuttingOut } from "@/lib/domain/mail-links/schema";
import { forgetLinksOf, voidLinks } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import { links, seenBy } from "@/lib/domain/mail/rules";
import { forgetRestOfMails } from "@/lib/domain/mail/store";
import { passwordLinksTo } from "@/lib/domain/password-links/rules";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { endedSessions, forgetPasswordTries, shownSession, triesToLogIn } from "@/lib/domain/sessions/rules";
import { endSessionOf, endSessionsOf, forgetMailProofs, forgetSessionsOf, listSessionsOf } from "@/lib/domain/sessions/store";
import { forgetRestOfSignIns } from "@/lib/domain/sign-ins/store";
import { forgetFactorTries } from "@/lib/domain/two-factor/proofs";
import { forgetFactors, forgetFactorsOf } from "@/lib/domain/two-factor/store";
import { isAsAdded, isRestorable, refuseOwnAddress, refuseOwnDemotion, refuseSelf, restorableUntil } from "@/lib/domain/users/rules";
import { newUser, sessionsEnd, userById, userEdit, userPassword, userRemoval, usersQuery } from "@/lib/domain/users/schema";
import { changeUser, eraseRemoved, findOwnAddition, findRemoved, findUser, insertUser, listUsers as list } from "@/lib/domain/users/store";
import { compositeId } from "@/lib/isomorphic/identifiers";
import { done, invalid, isRefusal, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { forgetTries, takeTry, takeTurn, waiting } from "@/lib/security/limits";
import { verifyPassword } from "@/lib/security/password-hash";

/** The account's users, a page at a time, as the address asks for them. */
export const listUsers = read({
  permission: "users.list",
  input: usersQuery,
  run: async (auth, { query: asked, misread }) => {
    // What became of a mail is told to those who may see the mail.
    const told = seenBy(auth.actor) !== "own";
    const untold = !told && asked.status === "invitation-failed";
    const query = untold ? { ...asked, status: "" as const } : asked;
    const page = await list(auth, query);
    const users = told ? page.users : page.users.map((user) => ({ ...user, undelivered: false }));
    return { ...page, users, told, query, misread: misread || untold || page.strayed };
  },
});

/** A user's open sessions: what disabling or removing them would end. */
export const viewUserSessions = read({
  permission: "users.sessions",
  input: userById,
  run: async (auth, { id }) => {
    const user = await findUser(auth, id);
    if (!user) return refuse("not_found", "errors.user_gone");
    const { sessions, more } = await listSessionsOf(auth, id);
    return { sessions: sessions.map((session) => shownSession(auth.actor, session)), more };
  },
});

/** End one session of a user, or all of them. */
export const endUserSessions = change({
  permission: "users.end-sessions",
  input: sessionsEnd,
  prepare: (form) => form,
  run: async (auth, { id, session }) => {
    const user = await findUser(auth, id);
    if (!user || user.removedAt) return refuse("not_found", "errors.user_gone");
    const refusal = refuseSelf(auth.actor, user, "users.end-sessions");
    if (refusal) return refusal;
    const ended = session ? Number((await endSessionOf(auth, id, session)) !== null) : await endSessionsOf(auth, id);
    if (session && ended === 0) return refuse("not_found", "errors.session.gone");
    if (ended > 0) await tell(auth, user, { kind: "sessions-ended", params: { who: auth.actor.knownAs } });
    return { value: { login: user.login, ended }, user };
  },
  audit: ({ user, value }) => (value.ended > 0 ? { ...about(user), changes: endedSessions(value.ended) } : null),
});

/**
 * Give a colleague their own login. Who sends the same form again, because the answer to it was lost, is told that the user is there, and
 * nothing is added twice.
 */
export const addUser = change({
  permission: "users.add",
  input: newUser,
  prepare: async ({ password, mustChange, invite, ...user }, auth) => {
    const { actor } = auth;
    const unproved = refuseUnprovedFor(auth, user);
    if (unproved) return unproved;
    const form = { ...user, changeDue: mustChange && !invite, invited: invite };
    const owner = { login: user.login, email: user.email, digitalId: actor.digitalId, handle: actor.handle };
    const accepted = invite ? { hash: null } : await acceptPassword(password, owner);
    if (isRefusal(accepted)) return accepted;
    return { form: { ...form, passwordHash: accepted.hash }, password };
  },
  run: async (auth, { form }) => {
    const unproved = refuseUnprovedFor(auth, form);
    if (unproved) return unproved;
    const after = await insertUser(auth, form);
    const until = form.invited ? await invite(auth, after) : null;
    return { value: { ...addedUser(after, until), repeated: false }, after };
  },
  audit: ({ after }) => ({ ...about(after), changes: changesBetween(null, after, ["email", "privilege", "description", "status"]) }),
  violated: async (error, { form, password }, auth) => {
    if (!isUniqueViolation(error, "loginKey")) return null;
    const there = await findRepeated(auth, form, password);
    return there ? done({ ...addedUser(there, null), repeated: true }) : invalid({ login: sentence("errors.login.taken", { login: form.login }) });
  },
});

/** Change a user's e-mail address, privilege and description, unless somebody else did so in the meantime. */
export const editUser = change({
  permission: "users.edit",
  input: userEdit,
  prepare: (form) => form,
  run: async (auth, { id, version, ...fields }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    const changes = changesBetween(before, { ...before, ...fields }, ["email", "privilege", "description"]);
    // It is so already: the form was sent again because its answer was lost, or another person wrote the same.
    if (changes.length === 0) return { value: { login: before.login }, user: before, changes };
    if (before.version !== version) return overtaken(before);
    const refusal = refuseOwnDemotion(auth.actor, before, fields.privilege) ?? refuseOwnAddress(auth.actor, before, fields.email);
    if (refusal) return refusal;
    // Whoever becomes an Administrator, or gets the mail of one, has the account.
    const grave = fields.privilege === "administrator" && (before.privilege !== "administrator" || before.email !== fields.email);
    const unproved = grave ? refuseUnproved(auth.actor, auth.now) : null;
    if (unproved) return unproved;
    const user = await changeUser(auth, before, fields);
    if (before.email !== user.email) await readdress(auth, before, user);
    if (before.privilege !== fields.privilege) {
      await tell(auth, user, { kind: "privilege-changed", params: { who: auth.actor.knownAs, before: before.privilege, after: fields.privilege } });
    }
    return { value: { login: before.login }, user, changes };
  },
  audit: ({ user, changes }) => (changes.length > 0 ? { ...about(user), changes } : null),
});

/** A link by mail, with which a user sets a password of their own: once more to one who was invited. Older ones are void. */
export const sendUserLink = change({
  permission: "users.send-link",
  input: userById,
  prepare: async ({ id }, auth) => {
    const user = await findLinkable(auth, id);
    if (isRefusal(user)) return user;
    const turn = await takeTurn(writer, passwordLinksTo(user), Date.now());
    return turn.admitted ? { id } : waiting(turn.retryAt);
  },
  run: async (auth, { id }) => {
    const user = await findLinkable(auth, id);
    if (isRefusal(user)) return user;
    const until = user.invited ? await invite(auth, user) : await sendReset(auth, user);
    return { value: { login: user.login, email: user.email, invited: user.invited, until: until?.toISOString() ?? null }, user };
  },
  audit: ({ user }) => ({ ...about(user), changes: [] }),
});

/** A new password for a user who lost theirs. They choose their own at the next sign-in; their sessions end. */
export const setUserPassword = change({
  permission: "users.set-password",
  input: userPassword,
  prepare: async ({ id, password }, auth) => {
    const user = await findToSetPassword(auth, id);
    if (isRefusal(user)) return user;
    const { digitalId, handle } = auth.actor;
    const accepted = await acceptPassword(password, { login: user.login, email: user.email, digitalId, handle });
    return isRefusal(accepted) ? accepted : { id, hash: accepted.hash };
  },
  run: async (auth, { id, hash }) => {
    const before = await findToSetPassword(auth, id);
    if (isRefusal(before)) return before;
    const after = await changeUser(auth, before, { passwordHash: hash, passwordChangedAt: auth.now, changeDue: true, invited: false });
    await voidLinks(auth.db, after, voidByPassword);
    await forgetPasswordTries(auth, id);
    await tell(auth, after, { kind: "password-set", params: { who: auth.actor.knownAs } });
    const ended = await endSessionsOf(auth, id);
    return { value: { login: after.login, ended }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Take away all second factors of a user who lost theirs: they log in with the password, and add new ones. Their sessions end. */
export const resetUserTwoFactor = change({
  permission: "users.reset-two-factor",
  input: userById,
  prepare: (form) => form,
  run: async (auth, { id }) => {
    const user = await findUser(auth, id);
    if (!user || user.removedAt) return refuse("not_found", "errors.user_gone");
    const refusal = refuseSelf(auth.actor, user, "users.reset-two-factor");
    if (refusal) return refusal;
    if (!user.twoFactor) return refuse("conflict", "errors.two_factor_off", { login: user.login });
    await forgetFactors(auth, id);
    await forgetFactorTries(auth, id);
    await tell(auth, user, { kind: "two-factor-reset", params: { who: auth.actor.knownAs } });
    return { value: { login: user.login, ended: await endSessionsOf(auth, id) }, user };
  },
  audit: ({ user, value }) => ({ ...about(user), changes: endedSessions(value.ended) }),
});

/** Keep a user out from their very next request on, and end their sessions. */
export const disableUser = change({
  permission: "users.disable",
  input: userById,
  prepare: (form) => form,
  run: async (auth, { id }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    const refusal = refuseSelf(auth.actor, before, "users.disable");
    if (refusal) return refusal;
    if (before.disabledAt) return refuse("conflict", "errors.disabled_already", { login: before.login });
    const after = await changeUser(auth, before, { disabledAt: auth.now });
    await voidLinks(auth.db, after, voidByShuttingOut);
    await tell(auth, after, { kind: "disabled", params: { who: auth.actor.knownAs } });
    return { value: { login: after.login, ended: await endSessionsOf(auth, id) }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Let a disabled user in again. It revives no session, a password change that was due is due again, and who was invited is invited again. */
export const enableUser = change({
  permission: "users.enable",
  input: userById,
  prepare: (form) => form,
  run: async (auth, { id }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    if (!before.disabledAt) return refuse("conflict", "errors.enabled_already", { login: before.login });
    const unproved = refuseUnprovedFor(auth, before);
    if (unproved) return unproved;
    const after = await changeUser(auth, before, { disabledAt: null });
    const until = after.invited ? await invite(auth, after) : null;
    if (!after.invited) await tell(auth, after, { kind: "enabled", params: { who: auth.actor.knownAs } });
    return { value: { login: after.login, due: after.changeDue, ...invitation(after, until) }, before, after };
  },
  audit: ({ before, after }) => ({ ...about(after), changes: changesBetween(before, after, ["status"]) }),
});

/** Remove a user; an Administrator by typing their login. They can be restored for 30 days. */
export const removeUser = change({
  permission: "users.remove",
  input: userRemoval,
  prepare: (form) => form,
  run: async (auth, { id, login }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    const refusal = refuseSelf(auth.actor, before, "users.remove");
    if (refusal) return refusal;
    if (before.privilege === "administrator" && login !== before.login) {
      return invalid({ login: sentence("errors.login.confirm", { login: before.login }) });
    }
    const after = await changeUser(auth, before, { removedAt: auth.now });
    await voidLinks(auth.db, after, voidByShuttingOut);
    const until = restorableUntil(auth.now).toISOString();
    return { value: { login: after.login, ended: await endSessionsOf(auth, id), until }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Give back a removed user, with everything but their sessions, while the 30 days last. */
export const restoreUser = change({
  permission: "users.restore",
  input: userById,
  prepare: (form) => form,
  run: async (auth, { id }) => {
    const before = await findUser(auth, id);
    if (!before) return refuse("not_found", "errors.user_gone");
    if (!before.removedAt) return refuse("conflict", "errors.restored_already", { login: before.login });
    if (!isRestorable(before.removedAt, auth.now)) return refuse("not_found", "errors.restore_late");
    const unproved = refuseUnprovedFor(auth, before);
    if (unproved) return unproved;
    const after = await changeUser(auth, before, { removedAt: null });
    // The links of before ended when they were shut out. Somebody who is disabled is invited when they are enabled.
    const until = isInvitable(after) ? await invite(auth, after) : null;
    return { value: { login: after.login, ...invitation(after, until) }, before, after };
  },
  audit: ({ before, after }) => ({ ...about(after), changes: changesBetween(before, after, ["status"]) }),
});

/**
 * Erase a user who can no longer be restored: who they were is gone and their login is free. Lines of the activity
 * keep what happened; the values of theirs in them are erased afterwards, a few at a time (lib/domain/activity/erasing.ts).
 */
export const eraseUser = change({
  permission: "users.erase",
  input: userById,
  prepare: async ({ id }, auth) => (await findRemoved(auth, id)) ?? refuse("not_found"),
  account: ({ accountId }) => accountId,
  run: async (auth, { id }) => {
    const user = await findRemoved(auth, id);
    if (!user?.removedAt || isRestorable(user.removedAt, auth.now)) return refuse("conflict");
    await forgetSessionsOf(auth, id);
    await forgetRestOfMails(auth, id);
    await forgetRestOfSignIns(auth, id);
    await forgetFactorsOf(auth, id);
    await forgetLinksOf(auth, id);
    await eraseRemoved(auth, user);
    return { value: null, id };
  },
  // The id alone: it says which lines were somebody's, and no more who that was.
  audit: ({ id }) => ({ subject: { id, name: "" }, changes: [] }),
});

type Person = NonNullable<Awaited<ReturnType<typeof findUser>>>;
type NewUser = Parameters<typeof isAsAdded>[1];

/**
 * A user whom this person added lately, by this form, and whom nobody touched since. A thief of the session in which the user was added could try passwords here: it counts as a try to log
 * in as the user. While those have to wait, the form is no repetition.
 */
async function findRepeated(auth: Authorized<"users.add">, form: NewUser, password: string): Promise<Person | null> {
  const added = await findOwnAddition(auth, form.login);
  if (!added || !isAsAdded(added, form, auth.now)) return null;
  if (added.invited) return added;
  const tries = triesToLogIn(added.id, false);
  const guess = await takeTry(writer, { key: tries }, Date.now());
  if (!guess.admitted || !(await verifyPassword(password, added.passwordHash))) return null;
  await forgetTries(writer, [tries]);
  return added;
}

/** What is told of a user who was added. @param until when their invitation leaves, where it has to wait */
const addedUser = ({ id, login, email, invited }: Person, until: Date | null) => ({ id, login, email, invited, until: until?.toISOString() ?? null });

/**
 * An Administrator who is made, let in again or brought back, and a password for one, ask for a proof. Where something is
 * hashed it is asked before that, and again in the transaction: it may grow old in between.
 */
const refuseUnprovedFor = (
  { actor, now }: Authorized<"users.add" | "users.set-password" | "users.enable" | "users.restore">,
  { privilege }: { privilege: string },
) => (privilege === "administrator" ? refuseUnproved(actor, now) : null);

/** The user whose password an Administrator may set. Asked before the hash and again in the transaction: who it is may change in between. */
async function findToSetPassword(auth: Authorized<"users.set-password">, id: string): Promise<Person | Refusal> {
  const user = await findUser(auth, id);
  if (!user || user.removedAt) return refuse("not_found", "errors.user_gone");
  return refuseSelf(auth.actor, user, "users.set-password") ?? refuseUnprovedFor(auth, user) ?? user;
}

/** A user to whom a link can be sent. Asked before its turn is taken, which is theirs and nobody else's, and again in the transaction. */
async function findLinkable(auth: Authorized<"users.send-link">, id: string): Promise<Person | Refusal> {
  const user = await findUser(auth, id);
  if (!user || user.removedAt) return refuse("not_found", "errors.user_gone");
  const disabled = user.disabledAt ? refuse("conflict", "errors.disabled_link", { login: user.login }) : null;
  return refuseSelf(auth.actor, user, "users.send-link") ?? disabled ?? user;
}

/** They are to choose their first password, and may: a link for somebody who is shut out is good for nobody. */
const isInvitable = ({ invited, disabledAt }: Person) => invited && !disabledAt;

/** Where the link of somebody who was let in again went, and until when its mail waits; nothing where they have a password. */
const invitation = (user: Person, until: Date | null) => (isInvitable(user) ? { invited: { email: user.email, until: until?.toISOString() ?? null } } : {});

/** A link with which somebody new sets their first password. Until when its mail waits. */
function invite(auth: Authorized<"users.add" | "users.edit" | "users.send-link" | "users.enable" | "users.restore">, user: Person): Promise<Date | null> {
  const { knownAs, accountName, digitalId } = auth.actor;
  const params = { who: knownAs, account: accountName, id: compositeId(digitalId, user.login) };
  return mailLink(auth, { purpose: "activation", to: { personId: user.id, accountId: user.accountId }, hours: links.activation.hours, kind: "activation", params });
}

/** A link with which a user sets another password. Until when its mail waits. */
function sendReset(auth: Authorized<"users.send-link">, user: Person): Promise<Date | null> {
  const { hours } = links["reset-by-administrator"];
  const params = { who: auth.actor.knownAs, id: compositeId(auth.actor.digitalId, user.login) };
  return mailLink(auth, { purpose: "reset", to: { personId: user.id, accountId: user.accountId }, hours, kind: "reset-by-administrator", params });
}

/**
 * What goes with another address for a user: links that went to the old one are void, and one that waits to be confirmed
 * too, but never *It was not me*; both addresses are told, and whoever was invited, and may come in, is invited there.
 */
async function readdress(auth: Authorized<"users.edit">, before: Person, after: Person): Promise<void> {
  await voidLinks(auth.db, after, voidByAddress);
  await forgetMailProofs(auth, after.id);
  const params = { who: auth.actor.knownAs, newAddress: maskedAddress(after.email) };
  await tell(auth, before, { kind: "address-set", params });
  if (isInvitable(after)) await invite(auth, after);
  else await tell(auth, after, { kind: "address-set", params });
}

const about = ({ id, login }: { id: string; login: string }) => ({ subject: { id, name: login } });

/** Both versions go back to the person, who chooses; nothing is overwritten silently. */
function overtaken({ version, email, privilege, description, editedBy, editedAt }: Person): Refusal {
  return {
    ...refuse("conflict", "errors.user_overtaken", { who: editedBy }),
    current: { version, email, privilege, description, editedBy, editedAt: editedAt.toISOString() },
  };
}
