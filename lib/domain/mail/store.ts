import "server-only";
import type { Person } from "@/lib/access/actor";
import { writerOf, type AnyWriter, type Authorized, type Autocommit, type Locked } from "@/lib/access/authorize";
import { Prisma } from "@/lib/database/db";
import { pageOf, type KeysetPage, type Step } from "@/lib/database/keyset";
import { deleteFree } from "@/lib/database/locks";
import { deletedBefore, isWanted, links, rankOf, visibleEmails } from "@/lib/domain/mail/rules";
import type { EmailsQuery, LinkKind, MailKind, MailParams, MailState } from "@/lib/domain/mail/schema";
import { rateLimitOf, replaced } from "@/lib/domain/mail/rate-limit";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { currentRequest } from "@/lib/runtime/current-request";
import { wake } from "@/lib/runtime/wake";
import { encrypt } from "@/lib/security/encryption";
import { newId } from "@/lib/security/tokens";

// ——— writing: in the transaction that causes the email ———

type Recipient = {
  email: string;
  /** The code of their language. Empty if they chose none: then the current request's language. */
  language: string;
};

export type NewMail = {
  /** A person of an account. Or only an address: of a sign-up, or a new one that a person of account `askedIn` asks for. */
  to:
    | (Recipient & { askedIn?: number })
    | (Recipient & { personId: string; accountId: number; fewerNotices?: boolean });
  params?: MailParams;
} & ({ kind: LinkKind; link: { id: string; token: string } } | { kind: Exclude<MailKind, LinkKind>; link?: undefined });

/**
 * Writes an email into the outbox, in the transaction that causes it: a rollback also takes back the email. The link's token is
 * encrypted, and deleted once the email is sent. If the email waits for its turn, the link's lifetime starts then. Returns the id, and
 * until when it waits. Null if the person does not want such emails.
 */
export async function queueMail(
  auth: AnyWriter,
  { to, kind, params = {}, link }: NewMail,
): Promise<{ id: string; until: Date | null } | null> {
  const [db, { now }] = [writerOf(auth), auth];
  const person = "personId" in to ? to : null;
  if (person && !isWanted(kind, person.fewerNotices ?? false)) return null;
  const found =
    person &&
    (await db.person.findUniqueOrThrow({ where: { id: person.personId }, select: { kind: true, provedKey: true } }));
  const turn = await rateLimitOf(auth, {
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
      secret: link && encrypt(mailContext(id), link.token),
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
 * Voids the waiting emails of these links, because the links were replaced or became useless. An email that waits for its turn frees
 * its place for others.
 */
export async function voidMailOf(auth: AnyWriter, linkIds: readonly string[]): Promise<void> {
  const db = writerOf(auth);
  const where = { linkId: { in: [...linkIds] }, state: "waiting" satisfies MailState };
  await db.mail.updateMany({ where: { ...where, leavesAt: { gt: new Date() } }, data: replaced });
  await db.mail.updateMany({ where, data: { state: "void" satisfies MailState, secret: null, ticket: "" } });
}

/** Finds those of these links whose email waits for its turn at that time. */
export async function listWaitingLinks(
  { db }: Authorized,
  linkIds: readonly string[],
  at: Date,
): Promise<{ id: string }[]> {
  const where = { linkId: { in: [...linkIds] }, state: "waiting" satisfies MailState, leavesAt: { gt: at } };
  return (await db.mail.findMany({ where, select: { linkId: true } })).map(({ linkId }) => ({ id: linkId! }));
}

/** The context in which the token of an email is encrypted. */
export const mailContext = (id: string) => `mail ${id}`;

/** Shortens params to the length of the column: cuts long names, and keeps the first of many IDs. */
function shortened(params: MailParams): MailParams {
  const cut = (text: string) => [...text].slice(0, 200).join("");
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value !== "string") return [name, value];
      return [name, name === "ids" ? value.split("\n").slice(0, 30).map(cut).join("\n") : cut(value)];
    }),
  );
}

// ——— upkeep ———

/** Whether the mail server has accepted an email since this time. Without a time: ever, as far as emails are kept. */
export const hasDelivered = async ({ db }: Authorized, since = new Date(0)): Promise<boolean> =>
  (await db.mail.findFirst({ where: { sentAt: { gte: since } }, select: { id: true } })) !== null;

/** Deletes at most `most` emails that are older than twelve months, oldest first. Returns how many it deleted. */
export async function deleteOldMails(auth: Autocommit<"installation.upkeep">, most: number): Promise<number> {
  const where = { createdAt: { lt: deletedBefore(auth.now) } };
  const old = await auth.db.mail.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true },
  });
  return deleteMails(auth, old);
}

/** Deletes at most `most` emails of a user who is being deleted for good. Returns how many it deleted. */
export async function deleteSomeMailsOf(
  auth: Autocommit<"installation.upkeep">,
  personId: string,
  most: number,
): Promise<number> {
  const theirs = await auth.db.mail.findMany({
    where: { personId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true },
  });
  return deleteMails(auth, theirs);
}

/** Deletes the remaining emails of a user who is being deleted for good. */
export async function deleteRemainingMails({ db, accountId }: Locked<"users.erase">, personId: string): Promise<void> {
  await db.mail.deleteMany({ where: { personId, accountId } });
}

async function deleteMails({ writer }: Autocommit, mails: { id: string }[]): Promise<number> {
  return (
    await deleteFree(
      writer,
      "Mail",
      mails.map(({ id }) => id),
    )
  ).length;
}

// ——— reading: Emails received ———

type Reading = Authorized<"emails.list" | "emails.view">;

/** The filters of a list of emails. A missing filter matches all. */
export type WantedMails = {
  kinds?: readonly MailKind[];
  /** The result of a search: emails of these kinds, and emails to these people. */
  found?: { kinds: readonly MailKind[]; people: readonly string[] };
};

/**
 * Lists a page of the emails that the reader can see, newest first. Each filter is a range of an index. So a page costs the same
 * with ten emails as with a million, also if nothing matches.
 */
export async function listMails(
  auth: Authorized<"emails.list">,
  query: EmailsQuery,
  wanted: WantedMails,
): Promise<KeysetPage<ListedMail>> {
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

/** Finds an email that the reader can see. Any other email counts as nonexistent. */
export async function findMail(auth: Authorized<"emails.view">, id: string) {
  const {
    db,
    actor: { principal },
  } = auth;
  const seen = visibleEmails(principal);
  const whose = seen === "own" ? { personId: principal.personId } : seen === "users" ? { toHolder: false } : {};
  return db.mail.findFirst({
    where: { id, accountId: principal.accountId, ...whose },
    select: { ...shown, linkId: true, language: true, sentAt: true, problem: true },
  });
}

/** Finds the failed email that the actor's row names. Null without one, or if it was deleted. */
export async function findUndelivered({ db, actor }: Authorized<"home.view" | "profile.view">) {
  const { undelivered } = await db.person.findUniqueOrThrow({
    where: { id: actor.principal.personId },
    select: { undelivered: true },
  });
  if (undelivered === null) return null;
  return db.mail.findFirst({
    where: { id: undelivered, personId: actor.principal.personId },
    select: { id: true, kind: true, problem: true },
  });
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

/** A range of an index in its own order: whose emails, of which kind. */
type Range = ({ personId: string } | { accountId: number; toHolder: boolean }) & { kind?: MailKind };

/** Splits the filters into ranges with one value per column. */
function rangesOf(actor: Person, { kinds, found }: WantedMails): Range[] {
  const { accountId, personId } = actor;
  const seen = visibleEmails(actor);
  const users = { accountId, toHolder: false };
  const readable: Range[] =
    seen === "own" ? [{ personId }] : seen === "users" ? [users] : [users, { accountId, toHolder: true }];
  const ofKinds = (ranges: Range[], some: readonly (MailKind | undefined)[]) =>
    ranges.flatMap((range) => some.map((kind): Range => ({ ...range, kind })));
  if (!found) return ofKinds(readable, kinds ?? [undefined]);
  const bySubject = ofKinds(readable, kinds ? found.kinds.filter((kind) => kinds.includes(kind)) : found.kinds);
  const byPerson = ofKinds(
    found.people.map((each) => ({ personId: each })),
    kinds ?? [undefined],
  );
  return [...bySubject, ...byPerson];
}

/** The next emails of all ranges together. Each range gives its first rows in order, so there is little to sort. */
async function walked({ db }: Reading, ranges: readonly Range[], { from, down, take }: Step): Promise<ListedMail[]> {
  if (ranges.length === 0) return [];
  const order = down
    ? Prisma.sql`ORDER BY "createdAt" DESC, "id" DESC`
    : Prisma.sql`ORDER BY "createdAt" ASC, "id" ASC`;
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
  return down
    ? Prisma.sql` AND ("createdAt", "id") < (${at}, ${from.id})`
    : Prisma.sql` AND ("createdAt", "id") > (${at}, ${from.id})`;
}
