import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Autocommit, type Locked } from "@/lib/access/authorize";
import { pageOf, takeStep, type KeysetPage, type Step } from "@/lib/database/keyset";
import { deleteFree } from "@/lib/database/locks";
import type { SignInMethod, SignInOutcome } from "@/lib/domain/sign-ins/schema";
import { yearBefore } from "@/lib/isomorphic/days";
import { newId } from "@/lib/security/tokens";

export type Attempt = {
  accountId: number;
  personId: string;
  method: SignInMethod;
  outcome: SignInOutcome;
  ip: string;
  userAgent: string;
};

/**
 * Stores a login try and returns its id. A try whose secret is still being checked is stored as failed, outside the transaction. So
 * it survives a refusal. It runs in parallel with the check, so it adds no time that an attacker could measure.
 */
export async function recordAttempt(auth: AnyWriter, { userAgent, ...rest }: Attempt): Promise<string> {
  const id = newId();
  await writerOf(auth).signIn.create({
    data: { ...rest, id, at: new Date(), userAgent: userAgent.slice(0, 255) },
    select: { id: true },
  });
  return id;
}

/** Sets the result of a stored try. */
export async function settleAttempt(auth: AnyWriter, id: string, outcome: SignInOutcome): Promise<void> {
  await writerOf(auth).signIn.updateMany({ where: { id }, data: { outcome } });
}

const shown = { id: true, at: true, method: true, outcome: true, ip: true, userAgent: true } as const;

export type SignInRow = { id: string; at: Date; method: string; outcome: string; ip: string; userAgent: string };

/** Lists the actor's latest login tries, newest first. */
export const listLatest = (auth: Authorized<"security.view">, most: number): Promise<SignInRow[]> =>
  walkOwn(auth, { from: null, down: true, take: most });

/** Lists a page of the actor's login tries, newest first. The cost does not depend on their number. */
export async function listOwn(
  auth: Authorized<"history.list">,
  cursor: string,
  size: number,
): Promise<KeysetPage<SignInRow>> {
  return pageOf({
    name: `history ${auth.actor.principal.personId}`,
    cursor,
    size,
    descending: true,
    keyOf: ({ at }) => at.toISOString(),
    walk: (step) => walkOwn(auth, step),
  });
}

const walkOwn = ({ db, actor }: Authorized<"security.view" | "history.list">, step: Step): Promise<SignInRow[]> =>
  takeStep(step, { column: "at", valueOf: (key) => new Date(key) }, ({ where, ...range }) =>
    db.signIn.findMany({ ...range, where: { personId: actor.principal.personId, ...where }, select: shown }),
  );

/** Deletes at most `most` tries that are older than twelve months, oldest first. Returns how many it deleted. */
export async function deleteOldSignIns(auth: Autocommit<"installation.upkeep">, most: number): Promise<number> {
  const where = { at: { lt: yearBefore(auth.now) } };
  return deleteSignIns(
    auth,
    await auth.db.signIn.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }], take: most, select: { id: true } }),
  );
}

/** Deletes at most `most` tries of a user who is being deleted for good. Returns how many it deleted. */
export async function deleteSomeSignInsOf(
  auth: Autocommit<"installation.upkeep">,
  personId: string,
  most: number,
): Promise<number> {
  return deleteSignIns(
    auth,
    await auth.db.signIn.findMany({
      where: { personId },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: most,
      select: { id: true },
    }),
  );
}

/** Deletes the remaining tries of a user who is being deleted for good. */
export async function deleteRemainingSignIns(
  { db, accountId }: Locked<"users.erase">,
  personId: string,
): Promise<void> {
  await db.signIn.deleteMany({ where: { personId, accountId } });
}

async function deleteSignIns({ writer }: Autocommit<"installation.upkeep">, tries: { id: string }[]): Promise<number> {
  return (
    await deleteFree(
      writer,
      "SignIn",
      tries.map(({ id }) => id),
    )
  ).length;
}
