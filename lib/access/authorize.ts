import "server-only";
import { isMember, type Actor, type Member, type Operator, type Program } from "@/lib/access/actor";
import { lockAccount, type Lock } from "@/lib/access/lock";
import { writer, type Db, type Reader } from "@/lib/database/db";
import { refuse, refuseOwing, refuseWithout, type Refusal } from "@/lib/isomorphic/result";
import { policy, reaches, rowOf, type Permission } from "@/lib/policy";

// ——— what the table says ———

/** Asks the table whether the actor may, before anything of the input is read. */
export function refusalFor(actor: Actor, permission: Permission): Refusal | null {
  const { level, whileOwing } = rowOf(permission);
  if (level === "anyone") return null;
  if (level === "operator" || level === "program") return actor.principal.kind === level ? null : refuseWithout(permission);
  if (!isMember(actor)) return refuse("signed_out");
  const { owes } = actor.credential;
  if (owes && !whileOwing?.includes(owes)) return refuseOwing(owes);
  return reaches(actor.principal.standing, permission) ? null : refuseWithout(permission);
}

/** How long a proof of who one is counts for sensitive acts. */
const proofCounts = 10 * 60_000;

/**
 * Asks for another proof of who they are, if the table wants one and the last is too old. Somebody who has nothing open yet has just
 * logged in.
 *
 * @param onAdministrator whether the target is an Administrator, or becomes one
 */
export function stepUpFor(actor: Actor, permission: Permission, now: Date, onAdministrator = false): Refusal | null {
  const { stepUp } = rowOf(permission);
  const isAsked = stepUp === "always" || (stepUp === "when-target-is-administrator" && onAdministrator);
  if (!isAsked || !isMember(actor) || actor.credential.owes) return null;
  return now.getTime() - actor.credential.provedAt.getTime() < proofCounts ? null : refuse("step_up");
}

// ——— what the rest of the program works with: made here, and nowhere else ———

// Private fields, which nobody but this class can name, and which no spread copies: so no handle is made of another.
declare class Proof<P extends Permission, Place extends string> {
  private readonly proof: P;
  private readonly place: Place;
}
const locked = Symbol("lock");

type Proved<P extends Permission, Place extends string> = Proof<P, Place> & {
  readonly permission: P;
  readonly actor: ActorOf<P>;
  readonly now: Date;
};

// Of several permissions it is whoever can have one of them.
type ActorOf<P extends Permission> = P extends Permission ? ActorAt<(typeof policy)[P]["level"]> : never;
type ActorAt<L> = L extends "anyone" ? Actor : L extends "operator" ? Operator : L extends "program" ? Program : Member;

/** The proof that an actor may do P, and what a store needs to read: the client and the moment. */
export type Authorized<P extends Permission = Permission> = Proved<P, string> & { readonly db: Reader };

/** Besides, a client for single statements that persist whatever becomes of the request. There is none inside a transaction. */
export type Lasting<P extends Permission = Permission> = Proved<P, "outside"> & { readonly db: Reader; readonly writer: Db };

/** Inside a transaction, whose client it is. */
export type Writing<P extends Permission = Permission> = Proved<P, "transaction"> & { readonly db: Db };

/** Inside a transaction that holds this account: nobody else changes anything of it until the transaction ends. */
export type Locked<P extends Permission = Permission> = Writing<P> & { readonly accountId: number; readonly [locked]: Lock };

/** What may write, inside a transaction or outside. */
export type Keeping<P extends Permission = Permission> = Lasting<P> | Writing<P>;

/** The client that such a handle writes with. */
export const writerOf = (auth: Keeping): Db => ("writer" in auth ? auth.writer : auth.db);

/** The lock of the account, for the lines that follow on it. */
export const lockOf = (auth: Locked): Lock => auth[locked];

/** For an actor whom the table lets through, to read: call `refusalFor` first. */
export const authorize = <P extends Permission>(actor: Actor, permission: P, db: Reader, now = new Date()): Authorized<P> =>
  proved(actor, permission, now, { db });

/** The same, to read and to keep what must persist. */
export const lasting = <P extends Permission>(actor: Actor, permission: P, db: Reader, now = new Date()): Lasting<P> =>
  proved(actor, permission, now, { db, writer });

/** The same inside a transaction of no account, or of one that does not exist yet. */
export const writing = <P extends Permission>(actor: Actor, permission: P, tx: Db, now = new Date()): Writing<P> =>
  proved(actor, permission, now, { db: tx });

/** The same inside a transaction whose first statement locked the account. */
export const holding = <P extends Permission>(actor: Actor, permission: P, tx: Db, lock: Lock, now = new Date()): Locked<P> =>
  proved(actor, permission, now, { db: tx, accountId: lock.accountId, [locked]: lock });

/** Locks the account that this transaction has just made. */
export async function lockNew<P extends Permission>({ actor, permission, db, now }: Writing<P>, accountId: number): Promise<Locked<P>> {
  return holding(actor, permission, db, await lockAccount(db, accountId), now);
}

function proved<P extends Permission, H>(actor: Actor, permission: P, now: Date, rest: object): H {
  if (refusalFor(actor, permission)) throw new Error(`${permission} was granted to someone who may not`);
  return { actor, permission, now, ...rest } as H;
}
