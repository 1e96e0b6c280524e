import "server-only";
import type { Person } from "@/lib/access/actor";
import { writerOf, type Authorized, type Keeping, type Lasting, type Locked } from "@/lib/access/authorize";
import { Prisma } from "@/lib/database/db";
import { deleteFree } from "@/lib/database/locks";
import { pageOf, type KeysetPage, type Step } from "@/lib/database/keyset";
import { forgottenBefore, isWanted, links, rankOf, seenBy } from "@/lib/domain/mail/rules";
import type { EmailsQuery, LinkKind, MailKind, MailParams, MailState } from "@/lib/domain/mail/schema";
import { replaced, turnOf } from "@/lib/domain/mail/typed";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { currentRequest } from "@/lib/runtime/current-request";
import { wake } from "@/lib/runtime/wake";
import { seal } from "@/lib/security/seal";
import { newId } from "@/lib/security/tokens";

// ——— writing: in the transaction that causes the mail ———

type Addressee = {
  email: string;
  /** The code of their language; empty where they chose none: then it is that of the request under way. */
  language: string;
};

export type NewMail = {
  /** A person of an account, or an address that is nobody's yet: of somebody who signs up, or of which a person of an account asks that it become theirs. */
  to: (Addressee & { askedIn?: number }) | (Addressee & { personId: string; accountId: number; fewerNotices?: boolean });
  params?: MailParams;
} & ({ kind: LinkKind; link: { id: string; token: string } } | { kind: Exclude<MailKind, LinkKind>; link?: undefined });

/**
 * Writes a mail into the outbox, in the transaction that causes it: it is sent after that, or not at all. The token of
 * its link is sealed, and goes as soon as the mail left; where the mail waits for its turn, the link is good from then on.
 * Its id, and until when it waits, if it does. Null where nothing is written, as the person does without such mails.
 */
export async function queueMail(auth: Keeping, { to, kind, params = {}, link }: NewMail): Promise<{ id: string; until: Date | null } | null> {
  const [db, { now }] = [writerOf(auth), auth];
  const person = "personId" in to ? to : null;
  if (person && !isWanted(kind, person.fewerNotices ?? false)) return null;
  const found = person && (await db.person.findUniqueOrThrow({ where: { id: person.personId }, select: { kind: true, provedKey: true } }));
  const turn = await turnOf(auth, {
    kind,
    email: to.email,
    accountId: "personId" in to ? to.accountId : (to.askedIn ?? null),
    personId: person?.personId ?? null,
    proved: found !== null && found.provedKey === emailKey(to.email),
    hasLink: link !== undefined,
  });
  const until = turn.leavesAt && turn.leavesAt > now ? turn.leavesAt : null;
  if (until && link) {
    const expiresAt = new Date(until.getTime() + links[kind as LinkKind].hours * 3_600_000);
    await db.link.updateMany({ where: { id: link.id }, data: { expiresAt } });
  }
  const id = newId();
  await db.mail.create({
    data: {
      id,
      accountId: person?.accountId,
      personId: person?.personId,
      toHolder: found?.kind === "holder",
      recipient: to.email,
      kind,
      language: to.language || currentRequest().language,
      params: JSON.stringify(shortened(params)),
      rank: rankOf(kind),
      linkId: link?.id,
      secret: link && seal(sealedFor(id), link.token),
      state: "waiting" satisfies MailState,
      dueAt: until ?? now,
      createdAt: now,
      ...turn,
    },
    select: { id: true },
  });
  wake("mail");
  return { id, until };
}

/**
 * The mails of these links, as far as they still wait, never leave: the links were replaced, or are of no use any more. One
 * that waits for its turn leaves its place to others.
 */
export async function voidMailOf(auth: Keeping, linkIds: readonly string[]): Promise<void> {
  const db = writerOf(auth);
  const where = { linkId: { in: [...linkIds] }, state: "waiting" satisfies MailState };
  await db.mail.updateMany({ where: { ...where, leavesAt: { gt: new Date() } }, data: replaced });
  await db.mail.updateMany({ where, data: { state: "void" satisfies MailState, secret: null, ticket: "" } });
}

/** Those of these links whose mail waits for its turn at this moment. */
export async function listWaitingLinks({ db }: Authorized, linkIds: readonly string[], at: Date): Promise<{ id: string }[]> {
  const where = { linkId: { in: [...linkIds] }, state: "waiting" satisfies MailState, leavesAt: { gt: at } };
  return (await db.mail.findMany({ where, select: { linkId: true } })).map(({ linkId }) => ({ id: linkId! }));
}

/** What the token of a mail is sealed for. */
export const sealedFor = (id: string) => `mail ${id}`;

/** The column ends: a name is cut, and of very many IDs the first are named. */
function shortened(params: MailParams): MailParams {
  const cut = (text: string) => [...text].slice(0, 200).join("");
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value !== "string") return [name, value];
      return [name, name === "ids" ? value.split("\n").slice(0, 30).map(cut).join("\n") : cut(value)];
    }),
  );
}

// ——— keeping: what happens to mails later ———

/** Whether the mail server took a mail since this moment; without one ever, of those that are not forgotten yet. */
export const hasDelivered = async ({ db }: Authorized, since = new Date(0)): Promise<boolean> =>
  (await db.mail.findFirst({ where: { sentAt: { gte: since } }, select: { id: true } })) !== null;

/** Forgets mails of more than twelve months ago, the oldest first, at most so many. How many it forgot. */
export async function forgetOldMails(auth: Lasting<"installation.upkeep">, most: number): Promise<number> {
  const where = { createdAt: { lt: forgottenBefore(auth.now) } };
  const old = await auth.db.mail.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });
  return forget(auth, old);
}

/** Forgets mails to somebody who is being erased, at most so many. How many it forgot. */
export async function forgetMailsOf(auth: Lasting<"installation.upkeep">, personId: string, most: number): Promise<number> {
  const theirs = await auth.db.mail.findMany({ where: { personId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });
  return forget(auth, theirs);
}

/** Whatever mails somebody still has who is being erased. */
export async function forgetRestOfMails({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.mail.deleteMany({ where: { personId, accountId } });
}

async function forget({ writer }: Lasting, mails: { id: string }[]): Promise<number> {
  return (await deleteFree(writer, "Mail", mails.map(({ id }) => id))).length;
}

// ——— reading: Emails received ———

type Reading = Authorized<"emails.list" | "emails.view">;

/** Which mails are wanted, of those that the reader may see. What is left out narrows nothing. */
export type WantedMails = {
  kinds?: readonly MailKind[];
  /** What a search stands for: mails of these kinds, and mails to these people. */
  found?: { kinds: readonly MailKind[]; people: readonly string[] };
};

/**
 * One page of the mails that the reader may see, newest first. Whatever is wanted together stands together in an index,
 * so a page costs the same with ten mails and with a million, also where nothing matches.
 */
export async function listMails(auth: Authorized<"emails.list">, query: EmailsQuery, wanted: WantedMails): Promise<KeysetPage<ListedMail>> {
  const { accountId, personId } = auth.actor.principal;
  const ranges = rangesOf(auth.actor.principal, wanted);
  return pageOf({
    name: `emails ${accountId} ${personId} ${query.descending ? "-" : ""}${query.sort}`,
    cursor: query.cursor,
    size: query.size,
    descending: query.descending,
    keyOf: ({ createdAt }) => createdAt.toISOString(),
    walk: (step) => walked(auth, ranges, step),
  });
}

/** A mail that the reader may see, or null: another account's, or somebody else's, is as one that never was. */
export async function findMail(auth: Authorized<"emails.view">, id: string) {
  const { db, actor: { principal } } = auth;
  const seen = seenBy(principal);
  const whose = seen === "own" ? { personId: principal.personId } : seen === "users" ? { toHolder: false } : {};
  return db.mail.findFirst({ where: { id, accountId: principal.accountId, ...whose }, select: { ...shown, linkId: true, language: true, sentAt: true, problem: true } });
}

/** The mail that the actor's own row names as given up; null where it names none, or that mail is forgotten. */
export async function findUndelivered({ db, actor }: Authorized<"home.view" | "profile.view">) {
  const { undelivered } = await db.person.findUniqueOrThrow({ where: { id: actor.principal.personId }, select: { undelivered: true } });
  if (undelivered === null) return null;
  return db.mail.findFirst({ where: { id: undelivered, personId: actor.principal.personId }, select: { id: true, kind: true, problem: true } });
}

const shown = {
  id: true,
  kind: true,
  params: true,
  recipient: true,
  state: true,
  leavesAt: true,
  createdAt: true,
  personId: true,
  person: { select: { login: true, firstName: true, lastName: true } },
} as const;

export type ListedMail = Prisma.MailGetPayload<{ select: typeof shown }>;

/** A part of an index in its own order: whose mails, of which kind. */
type Range = ({ personId: string } | { accountId: number; toHolder: boolean }) & { kind?: MailKind };

/** The wanted mails as ranges of which each has one value in every column that it asks for. */
function rangesOf(actor: Person, { kinds, found }: WantedMails): Range[] {
  const { accountId, personId } = actor;
  const seen = seenBy(actor);
  const users = { accountId, toHolder: false };
  const readable: Range[] = seen === "own" ? [{ personId }] : seen === "users" ? [users] : [users, { accountId, toHolder: true }];
  const ofKinds = (ranges: Range[], some: readonly (MailKind | undefined)[]) => ranges.flatMap((range) => some.map((kind): Range => ({ ...range, kind })));
  if (!found) return ofKinds(readable, kinds ?? [undefined]);
  const bySubject = ofKinds(readable, kinds ? found.kinds.filter((kind) => kinds.includes(kind)) : found.kinds);
  const byPerson = ofKinds(found.people.map((each) => ({ personId: each })), kinds ?? [undefined]);
  return [...bySubject, ...byPerson];
}

/** The next mails of all the ranges together: each gives its first in order, and what all give is little to sort. */
async function walked({ db }: Reading, ranges: readonly Range[], { from, down, take }: Step): Promise<ListedMail[]> {
  if (ranges.length === 0) return [];
  const order = down ? Prisma.sql`ORDER BY "createdAt" DESC, "id" DESC` : Prisma.sql`ORDER BY "createdAt" ASC, "id" ASC`;
  const parts = ranges.map(
    (range) => Prisma.sql`SELECT "id", "createdAt" FROM (
      SELECT "id", "createdAt" FROM "Mail" WHERE ${conditionsOf(range)}${beyond(from, down)} ${order} LIMIT ${take}) AS "range"`,
  );
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT "id", "createdAt" FROM (${Prisma.join(parts, " UNION ALL ")}) AS "found" ${order} LIMIT ${take}`;
  if (rows.length === 0) return [];
  const mails = await db.mail.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, select: shown });
  const place = new Map(rows.map(({ id }, at) => [id, at]));
  return mails.toSorted((a, b) => place.get(a.id)! - place.get(b.id)!);
}

function conditionsOf(range: Range): Prisma.Sql {
  const whose =
    "personId" in range
      ? Prisma.sql`"personId" = ${range.personId}`
      : Prisma.sql`"accountId" = ${range.accountId} AND "toHolder" = ${range.toHolder}`;
  return range.kind === undefined ? whose : Prisma.sql`${whose} AND "kind" = ${range.kind}`;
}

function beyond(from: Step["from"], down: boolean): Prisma.Sql {
  if (!from) return Prisma.empty;
  const at = new Date(from.key);
  return down ? Prisma.sql` AND ("createdAt", "id") < (${at}, ${from.id})` : Prisma.sql` AND ("createdAt", "id") > (${at}, ${from.id})`;
}
