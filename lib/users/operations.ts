import "server-only";
import { changesBetween } from "@/lib/audit";
import { isUniqueViolation } from "@/lib/db";
import { forgetLinksOf } from "@/lib/links/upkeep";
import { forgetRestOfMails } from "@/lib/mail/store";
import { change, read } from "@/lib/operation";
import { acceptPassword } from "@/lib/passwords/rules";
import { invalid, isRefusal, refuse, sentence, type Refusal } from "@/lib/result";
import { endedSessions, shownSession } from "@/lib/sessions/rules";
import { endSessionOf, endSessionsOf, forgetSessionsOf, listSessionsOf } from "@/lib/sessions/store";
import { forgetRestOfSignIns } from "@/lib/sign-ins/store";
import { forgetFactorsOf } from "@/lib/two-factor/store";
import { isRestorable, refuseOwnDemotion, refuseSelf, restorableUntil } from "@/lib/users/rules";
import { newUser, sessionsEnd, userById, userEdit, userPassword, userRemoval, usersQuery } from "@/lib/users/schema";
import { changeUser, eraseRemoved, findRemoved, findUser, insertUser, listUsers as list } from "@/lib/users/store";

/** The account's users, a page at a time, as the address asks for them. */
export const listUsers = read({
  permission: "users.list",
  input: usersQuery,
  run: async (auth, { query, misread }) => {
    const page = await list(auth, query);
    return { ...page, query, misread: misread || page.strayed };
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
    if (!session) return { value: { login: user.login, ended: await endSessionsOf(auth, id) }, user };
    const ended = await endSessionOf(auth, id, session);
    return ended ? { value: { login: user.login, ended: 1 }, user } : refuse("not_found", "errors.session.gone");
  },
  audit: ({ user, value }) => (value.ended > 0 ? { ...about(user), changes: endedSessions(value.ended) } : null),
});

/** Give a colleague their own login. */
export const addUser = change({
  permission: "users.add",
  input: newUser,
  prepare: async ({ password, mustChange, ...user }, { actor }) => {
    const owner = { login: user.login, email: user.email, digitalId: actor.digitalId, handle: actor.handle };
    const accepted = await acceptPassword(password, owner);
    return isRefusal(accepted) ? accepted : { ...user, changeDue: mustChange, passwordHash: accepted.hash };
  },
  run: async (auth, user) => {
    const after = await insertUser(auth, user);
    return { value: { id: after.id, login: after.login }, after };
  },
  audit: ({ after }) => ({ ...about(after), changes: changesBetween(null, after, ["email", "privilege", "description", "status"]) }),
  violated: (error, { login }) =>
    isUniqueViolation(error, "loginKey") ? invalid({ login: sentence("errors.login.taken", { login }) }) : null,
});

/** Change a user's e-mail address, privilege and description, unless somebody else did so in the meantime. */
export const editUser = change({
  permission: "users.edit",
  input: userEdit,
  prepare: (form) => form,
  run: async (auth, { id, version, ...fields }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    if (before.version !== version) return overtaken(before);
    const refusal = refuseOwnDemotion(auth.actor, before, fields.privilege);
    if (refusal) return refusal;
    const changes = changesBetween(before, { ...before, ...fields }, ["email", "privilege", "description"]);
    if (changes.length === 0) return { value: { login: before.login }, user: before, changes };
    return { value: { login: before.login }, user: await changeUser(auth, before, fields), changes };
  },
  audit: ({ user, changes }) => (changes.length > 0 ? { ...about(user), changes } : null),
});

/** A new password for a user who lost theirs. They choose their own at the next sign-in; their sessions end. */
export const setUserPassword = change({
  permission: "users.set-password",
  input: userPassword,
  prepare: async ({ id, password }, auth) => {
    const user = await findUser(auth, id);
    if (!user || user.removedAt) return refuse("not_found", "errors.user_gone");
    const refusal = refuseSelf(auth.actor, user, "users.set-password");
    if (refusal) return refusal;
    const { digitalId, handle } = auth.actor;
    const accepted = await acceptPassword(password, { login: user.login, email: user.email, digitalId, handle });
    return isRefusal(accepted) ? accepted : { id, hash: accepted.hash };
  },
  run: async (auth, { id, hash }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    const after = await changeUser(auth, before, { passwordHash: hash, passwordChangedAt: auth.now, changeDue: true });
    const ended = await endSessionsOf(auth, id);
    return { value: { login: after.login, ended }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
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
    return { value: { login: after.login, ended: await endSessionsOf(auth, id) }, before, after };
  },
  audit: ({ before, after, value }) => ({
    ...about(after),
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Let a disabled user in again. It revives no session, and a password change that was due is due again. */
export const enableUser = change({
  permission: "users.enable",
  input: userById,
  prepare: (form) => form,
  run: async (auth, { id }) => {
    const before = await findUser(auth, id);
    if (!before || before.removedAt) return refuse("not_found", "errors.user_gone");
    if (!before.disabledAt) return refuse("conflict", "errors.enabled_already", { login: before.login });
    const after = await changeUser(auth, before, { disabledAt: null });
    return { value: { login: after.login, due: after.changeDue }, before, after };
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
    const after = await changeUser(auth, before, { removedAt: null });
    return { value: { login: after.login }, before, after };
  },
  audit: ({ before, after }) => ({ ...about(after), changes: changesBetween(before, after, ["status"]) }),
});

/**
 * Erase a user who can no longer be restored: who they were is gone and their login is free. Lines of the activity
 * keep what happened; the values of theirs in them are erased afterwards, a few at a time (lib/erasing.ts).
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

const about = ({ id, login }: { id: string; login: string }) => ({ subject: { id, name: login } });

/** Both versions go back to the person, who chooses; nothing is overwritten silently. */
function overtaken({ version, email, privilege, description, editedBy, editedAt }: Person): Refusal {
  return {
    ...refuse("conflict", "errors.user_overtaken", { who: editedBy }),
    current: { version, email, privilege, description, editedBy, editedAt: editedAt.toISOString() },
  };
}
