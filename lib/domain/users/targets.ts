import "server-only";
import { changesBetween } from "@/lib/access/audit";
import type { Authorized } from "@/lib/access/authorize";
import {
  isRestorable,
  refuseOwnDemotion,
  refuseOwnEmail,
  refuseSelf,
  type NotToOneself,
} from "@/lib/domain/users/rules";
import { findUser, type UserPermission } from "@/lib/domain/users/store";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";
import type { Privilege } from "@/lib/policy";

/** Targets of changes: each finds a user of the actor's account in the state that the change needs, or says why it is refused. */

export type Person = NonNullable<Awaited<ReturnType<typeof findUser>>>;

type Named = { id: string };

/** Finds a user who is not removed. */
export async function presentUser(auth: Authorized<UserPermission>, { id }: Named): Promise<Person | Refusal> {
  const user = await findUser(auth, id);
  return user && !user.removedAt ? user : refuse("not_found", "errors.user_gone");
}

/** Finds a user who is not removed and not the actor. */
export async function otherUser(auth: Authorized<NotToOneself>, named: Named): Promise<Person | Refusal> {
  const user = await presentUser(auth, named);
  return isRefusal(user) ? user : (refuseSelf(auth.actor.principal, user, auth.permission) ?? user);
}

/** Finds another user who is not disabled: a link would be useless to a disabled one. */
export async function invitableUser(auth: Authorized<"users.send-link">, named: Named): Promise<Person | Refusal> {
  const user = await otherUser(auth, named);
  return isRefusal(user) || !user.disabledAt ? user : refuse("conflict", "errors.disabled_link", { login: user.login });
}

/** Finds a disabled user. */
export async function disabledUser(auth: Authorized<"users.enable">, named: Named): Promise<Person | Refusal> {
  const user = await presentUser(auth, named);
  return isRefusal(user) || user.disabledAt
    ? user
    : refuse("conflict", "errors.enabled_already", { login: user.login });
}

/** Finds a removed user who can still be restored. */
export async function restorableUser(auth: Authorized<"users.restore">, { id }: Named): Promise<Person | Refusal> {
  const user = await findUser(auth, id);
  if (!user) return refuse("not_found", "errors.user_gone");
  if (!user.removedAt) return refuse("conflict", "errors.restored_already", { login: user.login });
  return isRestorable(user.removedAt, auth.now) ? user : refuse("not_found", "errors.restore_late");
}

type Edit = { id: string; version: number } & Edited;
type Edited = { email: string; privilege: Privilege; description: string };

/** Finds a user whom nobody has changed since the form was opened, or who already has the form's values. */
export async function editableUser(
  auth: Authorized<"users.edit">,
  { id, version, ...fields }: Edit,
): Promise<Person | Refusal> {
  const user = await presentUser(auth, { id });
  // Nothing to change: the form arrived twice because its answer was lost, or another user saved the same values.
  if (isRefusal(user) || editsOf(user, fields).length === 0) return user;
  if (user.version !== version) return overtaken(user);
  const { principal } = auth.actor;
  return refuseOwnDemotion(principal, user, fields.privilege) ?? refuseOwnEmail(principal, user, fields.email) ?? user;
}

/** The fields that an edit would change. */
export const editsOf = (user: Person, fields: Edited) =>
  changesBetween(user, { ...user, ...fields }, ["email", "privilege", "description"]);

export const isAdministrator = ({ privilege }: { privilege: string }): boolean => privilege === "administrator";

/** Returns both versions, so that the user can choose. Steward never overwrites silently. */
function overtaken({ version, email, privilege, description, editedBy, editedAt }: Person): Refusal {
  return {
    ...refuse("conflict", "errors.user_overtaken", { who: editedBy }),
    current: { version, email, privilege, description, editedBy, editedAt: editedAt.toISOString() },
  };
}
