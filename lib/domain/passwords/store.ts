import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { recount, statusFrom } from "@/lib/domain/people/store";

/** The hash of the actor's own password, to check what they typed. */
export async function ownPasswordHash({
  db,
  actor,
}: Authorized<"password.change" | "password.renew" | "session.confirm">): Promise<string | null> {
  const person = await db.person.findUnique({
    where: { id: actor.principal.personId },
    select: { passwordHash: true },
  });
  return person?.passwordHash ?? null;
}

/** Sets the actor's own password. False if it has changed since it was checked. */
export async function changeOwnPassword(
  auth: Locked<"password.change" | "password.renew">,
  password: { proved: string | null; hash: string },
): Promise<boolean> {
  const { db, now, actor, accountId } = auth;
  const before = await db.person.findUniqueOrThrow({ where: { id: actor.principal.personId } });
  if (before.passwordHash !== password.proved) return false;
  const fields = { passwordHash: password.hash, passwordChangedAt: now, changeDue: false };
  const status = statusFrom({ ...before, ...fields });
  await db.person.update({ where: { id: before.id, accountId }, data: { ...fields, status }, select: { id: true } });
  await recount(auth, before, { ...before, status });
  return true;
}

type Holder = { id: string; removedAt: Date | null; disabledAt: Date | null; invited: boolean };

/** Sets the account holder's password, which they change at the next login. Returns the updated row. */
export async function setTemporaryPassword(
  { db, now, accountId }: Locked<"password.set">,
  before: Holder,
  passwordHash: string,
) {
  const fields = { passwordHash, passwordChangedAt: now, changeDue: true };
  return db.person.update({
    where: { id: before.id, accountId },
    data: { ...fields, status: statusFrom({ ...before, ...fields }) },
  });
}

/** When the actor last changed their password. */
export const ownPasswordState = ({ db, actor }: Authorized<"security.view">) =>
  db.person.findUniqueOrThrow({ where: { id: actor.principal.personId }, select: { passwordChangedAt: true } });
