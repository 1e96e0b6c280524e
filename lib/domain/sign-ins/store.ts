import "server-only";
import { writerOf, type Authorized, type Keeping, type Lasting, type Locked } from "@/lib/access/authorize";
import { deleteFree } from "@/lib/database/locks";
import { onward, pageOf, type KeysetPage, type Step } from "@/lib/database/keyset";
import type { SignInMethod, SignInOutcome } from "@/lib/domain/sign-ins/schema";
import { yearBefore } from "@/lib/isomorphic/days";
import { newId } from "@/lib/security/tokens";

export type Try = { accountId: number; personId: string; method: SignInMethod; outcome: SignInOutcome; address: string; userAgent: string };

/**
 * Keeps a try to come in, and gives its id. What may still be refused is kept as refused, by the writing client, while
 * the secret is being checked: it outlives the refusal, and takes no time that somebody outside could measure.
 */
export async function noteTry(auth: Keeping, { userAgent, ...rest }: Try): Promise<string> {
  const id = newId();
  await writerOf(auth).signIn.create({ data: { ...rest, id, at: new Date(), userAgent: userAgent.slice(0, 255) }, select: { id: true } });
  return id;
}

/** What became of a try that was kept before. */
export async function settleTry(auth: Keeping, id: string, outcome: SignInOutcome): Promise<void> {
  await writerOf(auth).signIn.updateMany({ where: { id }, data: { outcome } });
}

const shown = { id: true, at: true, method: true, outcome: true, address: true, userAgent: true } as const;

export type SignInRow = { id: string; at: Date; method: string; outcome: string; address: string; userAgent: string };

/** The actor's last tries to come in, the newest first. */
export const listLatest = (auth: Authorized<"security.view">, most: number): Promise<SignInRow[]> =>
  walkOwn(auth, { from: null, down: true, take: most });

/** One page of the actor's tries, the newest first. Costs the same however many they are. */
export async function listOwn(auth: Authorized<"history.list">, cursor: string, size: number): Promise<KeysetPage<SignInRow>> {
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
  onward(step, { column: "at", valueOf: (key) => new Date(key) }, ({ where, ...range }) =>
    db.signIn.findMany({ ...range, where: { personId: actor.principal.personId, ...where }, select: shown }),
  );

/** Forgets tries of more than twelve months ago, the oldest first, at most so many. How many it forgot. */
export async function forgetOldSignIns(auth: Lasting<"installation.upkeep">, most: number): Promise<number> {
  const where = { at: { lt: yearBefore(auth.now) } };
  return forget(auth, await auth.db.signIn.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }], take: most, select: { id: true } }));
}

/** Forgets tries of somebody who is being erased, at most so many. How many it forgot. */
export async function forgetSignInsOf(auth: Lasting<"installation.upkeep">, personId: string, most: number): Promise<number> {
  return forget(auth, await auth.db.signIn.findMany({ where: { personId }, orderBy: [{ at: "asc" }, { id: "asc" }], take: most, select: { id: true } }));
}

/** Whatever tries of somebody are still kept who is being erased. */
export async function forgetRestOfSignIns({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.signIn.deleteMany({ where: { personId, accountId } });
}

async function forget({ writer }: Lasting<"installation.upkeep">, tries: { id: string }[]): Promise<number> {
  return (await deleteFree(writer, "SignIn", tries.map(({ id }) => id))).length;
}
