import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { recount, statusFrom } from "@/lib/domain/people/store";

/** The hash of the actor's own password, to prove that they know it. */
export async function ownPasswordHash(auth: Authorized<"password.change" | "password.renew" | "session.confirm">): Promise<string | null> {
  const person = await auth.db.person.findUnique({ where: { id: auth.actor.personId }, select: { passwordHash: true } });
  return person?.passwordHash ?? null;
}

/** Sets the actor's own password, where it is still the one that was proved; false where somebody was faster. */
export async function changeOwnPassword(
  auth: Authorized<"password.change" | "password.renew">,
  password: { proved: string | null; hash: string },
): Promise<boolean> {
  const { db, now, actor } = auth;
  const before = await db.person.findUniqueOrThrow({ where: { id: actor.personId } });
  if (before.passwordHash !== password.proved) return false;
  const fields = { passwordHash: password.hash, passwordChangedAt: now, changeDue: false };
  const status = statusFrom({ ...before, ...fields });
  await db.person.update({ where: { id: before.id }, data: { ...fields, status }, select: { id: true } });
  await recount(db, before, { ...before, status });
  return true;
}

/** Sets a holder's password, which they change at their next log-in. */
export async function handOutPassword({ db, now }: Authorized<"password.set">, holderId: string, passwordHash: string) {
  const before = await db.person.findUniqueOrThrow({ where: { id: holderId } });
  const fields = { passwordHash, passwordChangedAt: now, changeDue: true };
  const after = await db.person.update({ where: { id: holderId }, data: { ...fields, status: statusFrom({ ...before, ...fields }) } });
  return { before, after };
}

/** When the actor last changed their password. */
export const ownPasswordState = (auth: Authorized<"security.view">) =>
  auth.db.person.findUniqueOrThrow({ where: { id: auth.actor.personId }, select: { passwordChangedAt: true } });
