import "server-only";
import type { Line } from "@/lib/access/audit";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { Prisma, type Reader } from "@/lib/database/db";
import { insertRows, namesOf, valuesOf } from "@/lib/database/insert-rows";
import {
  fewOf,
  numbersPerAccount,
  numbersWith,
  pageOf,
  prefixRange,
  takeStep,
  type KeysetPage,
  type Listing,
} from "@/lib/database/keyset";
import type { ListedService } from "@/lib/domain/services/output";
import { lapsesOnFrom, lastExpiringDay, nameAfterImport } from "@/lib/domain/services/rules";
import type { ServiceRow, ServicesQuery } from "@/lib/domain/services/schema";
import { neverDay } from "@/lib/isomorphic/days";
import { isFoundBy, isShort, searchFold } from "@/lib/isomorphic/identifiers";
import { newId } from "@/lib/security/tokens";

type ServicesPage = Omit<KeysetPage<never>, "rows"> & {
  services: ListedService[];
  /** How many services match, or null if no counter covers the query. */
  total: number | null;
};

/** Lists a page of the services of the actor's account. `today` is the reader's date. The cost does not depend on their number. */
export async function listServices(
  auth: Authorized<"services.list">,
  query: ServicesQuery,
  today: string,
): Promise<ServicesPage> {
  const { db } = auth;
  const { accountId } = auth.actor.principal;
  const known = !query.q && query.status !== "expiring";
  const counts = known ? await db.serviceCount.findMany({ where: { accountId } }) : null;
  const { rows, ...ways } = await pageOf(listing(db, accountId, query, today));
  return {
    ...ways,
    services: rows.map(({ nameKey: _, ...row }) => worded(row)),
    total: counts && sum(counts.filter((count) => matches(query, count))),
  };
}

/** Finds a service of the actor's account. A service of another account counts as nonexistent. */
export async function findService({ db, actor }: Authorized<ServicePermission>, id: string) {
  const service = await db.service.findFirst({ where: { id, accountId: actor.principal.accountId } });
  return service && worded(service);
}

/** Finds the ids of at most `most` services whose name or reference contains the word. Names that begin with it come first. */
export async function findServicesByWord(
  auth: Authorized<"activity.list">,
  typed: string,
  most: number,
): Promise<string[]> {
  const { db } = auth;
  const { accountId } = auth.actor.principal;
  const word = searchFold(typed);
  const called = await db.service.findMany({
    where: { accountId, nameKey: prefixRange(word) },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true },
  });
  const ids = called.map(({ id }) => id);
  if (ids.length === most || isShort(word)) return ids;
  const numbers = (await numbersWith(db, "Service", accountId, word, most)).map(({ number }) => BigInt(number));
  const others = await db.service.findMany({
    where: { number: { in: numbers } },
    orderBy: { nameKey: "asc" },
    select: { id: true },
  });
  return [...new Set([...ids, ...others.map(({ id }) => id)])].slice(0, most);
}

/** A service in the database. */
type Service = Prisma.ServiceGetPayload<object>;

/** Updates a service's name and note, and all that depends on them. `before` must come from the same transaction. */
export async function editService(
  auth: Locked<"services.edit">,
  before: Service,
  fields: Pick<Service, "name" | "note">,
) {
  const { db, now, accountId, actor } = auth;
  return db.service.update({
    where: { id: before.id, accountId },
    data: {
      ...fields,
      ...foldedFrom({ ...before, ...fields }),
      version: { increment: 1 },
      editedAt: now,
      editedBy: actor.principal.knownAs,
    },
  });
}

/** Turns automatic renewal of a service on or off. `before` must come from the same transaction. */
export async function setRenewal(
  { db, accountId }: Locked<"services.set-renewal">,
  before: Service,
  automaticRenewal: boolean,
) {
  const lapsesOn = lapsesOnFrom({ ...before, automaticRenewal });
  return db.service.update({ where: { id: before.id, accountId }, data: { automaticRenewal, lapsesOn } });
}

export type ServicePermission = "services.view" | "services.edit" | "services.set-renewal";

type Words = Pick<ListedService, "type" | "status">;

/** Gives type and status their exact types. The columns hold text, but only imports write them, after validation. */
const worded = <R extends Record<keyof Words, string>>(row: R) => row as Omit<R, keyof Words> & Words;

const sum = (counts: { count: number }[]) => counts.reduce((total, row) => total + row.count, 0);

// ——— the list: keyset pages in the order of an index; a search uses the text index first ———

const shown = {
  id: true,
  reference: true,
  type: true,
  name: true,
  nameKey: true,
  providerName: true,
  status: true,
  boughtOn: true,
  renewsOn: true,
  automaticRenewal: true,
  lapsesOn: true,
} as const;

type Row = Prisma.ServiceGetPayload<{ select: typeof shown }>;

const matches = ({ type, status }: ServicesQuery, row: { type: string; status: string }) =>
  (!type || row.type === type) && (!status || row.status === status);

function listing(db: Reader, accountId: number, query: ServicesQuery, today: string): Listing<Row> {
  const expiring = query.status === "expiring" ? { lapsesOn: { lte: lastExpiringDay(today) } } : null;
  // Sorted by renewal, expiring services have their own index. In any other order, rows are filtered.
  const lapsing = expiring && query.sort === "renewal";
  const column = lapsing
    ? "lapsesOn"
    : ({ name: "nameKey", renewal: "renewsOn", bought: "boughtOn" } as const)[query.sort];
  const narrow = { accountId, ...(query.type && { type: query.type }) };
  const where = { ...narrow, ...(query.status && !expiring && { status: query.status }), ...(lapsing && expiring) };
  const word = searchFold(query.q);
  const rowsOf = (numbers: bigint[]) => db.service.findMany({ where: { number: { in: numbers } }, select: shown });
  const withWord = (limit: number) =>
    isShort(word)
      ? db.service.findMany({
          where: { accountId, nameKey: prefixRange(word) },
          orderBy: [{ nameKey: "asc" }, { id: "asc" }],
          take: limit,
          select: { number: true },
        })
      : numbersWith(db, "Service", accountId, word, limit);
  const thatExpire = (limit: number) =>
    db.service.findMany({
      where: { ...narrow, ...expiring },
      orderBy: [{ lapsesOn: "asc" }, { id: "asc" }],
      take: limit,
      select: { number: true },
    });
  const sifts = Boolean(word) || (expiring && !lapsing);
  return {
    name: `services ${accountId} ${query.descending ? "-" : ""}${query.sort}`,
    cursor: query.cursor,
    size: query.size,
    descending: query.descending,
    keyOf: (row) => row[column],
    walk: (step) =>
      takeStep(step, { column, valueOf: (key) => key }, (range) =>
        db.service.findMany({ ...range, where: { AND: [where, range.where] }, select: shown }),
      ),
    sieve: sifts
      ? {
          few: async () =>
            (word ? await fewOf(withWord, rowsOf) : null) ?? (expiring && !lapsing ? fewOf(thatExpire, rowsOf) : null),
          includes: (row) =>
            (expiring
              ? (!query.type || row.type === query.type) && row.lapsesOn <= expiring.lapsesOn.lte
              : matches(query, row)) &&
            (!word || isFoundBy(word, row.nameKey, () => searchTextOf(row))),
        }
      : undefined,
  };
}

// ——— imports from the provider's files ———

export type RowOutcome = "added" | "changed" | "same";

type Importing = Locked<"services.import">;

/**
 * Imports rows with different references into the locked account. Adds new services, and updates the provider's fields of existing
 * ones. Returns the outcome of each row, in order, and the activity entries.
 */
export async function importServices(auth: Importing, rows: readonly ServiceRow[]) {
  const { db, now, accountId } = auth;
  const found = await db.service.findMany({
    where: { accountId, reference: { in: rows.map(({ reference }) => reference) } },
  });
  const known = new Map(found.map((service) => [service.reference, service]));
  const added: Service[] = [];
  const changed: { before: Service; after: Service }[] = [];
  const outcomes = rows.map((row): RowOutcome => {
    const before = known.get(row.reference);
    const after = before ? changedBy(before, row) : newFrom(accountId, row, now);
    if (!before) added.push(after);
    else if (providers.every((field) => before[field] === after[field])) return "same";
    else changed.push({ before, after });
    return before ? "changed" : "added";
  });
  const numbers = added.length > 0 ? await nextNumbers(auth, added.length) : 0n;
  await insertRows(
    db,
    "Service",
    added.map((service, at) => ({ ...service, number: numbers + BigInt(at) })),
  );
  await updateRows(
    auth,
    changed.map(({ after }) => after),
  );
  await recount(
    auth,
    changed.map(({ before }) => before),
    [...added, ...changed.map(({ after }) => after)],
  );
  return { outcomes, lines: linesOf(added, changed) };
}

/** The provider's fields: those that an import updates. */
const providers = ["type", "name", "providerName", "status", "boughtOn", "renewsOn"] as const;

function newFrom(accountId: number, { automaticRenewal, ...row }: ServiceRow, now: Date): Service {
  const service = { ...row, automaticRenewal: automaticRenewal ?? false, providerName: row.name };
  return {
    ...service,
    ...foldedFrom(service),
    id: newId(),
    number: 0n,
    accountId,
    lapsesOn: lapsesOnFrom(service),
    note: "",
    createdAt: now,
    version: 0,
    editedBy: "",
    editedAt: now,
  };
}

function changedBy(before: Service, { type, status, boughtOn, renewsOn, name: providerName }: ServiceRow): Service {
  const after = {
    ...before,
    type,
    status,
    boughtOn,
    renewsOn,
    providerName,
    name: nameAfterImport(before, providerName),
  };
  return {
    ...after,
    ...foldedFrom(after),
    lapsesOn: lapsesOnFrom(after),
    version: before.version + Number(after.name !== before.name),
  };
}

/** Updates existing services with one statement. A new name counts as an edit by the operator. */
async function updateRows({ db, now, accountId }: Importing, services: readonly Service[]) {
  if (services.length === 0) return;
  const columns = ["id", ...providers, "nameKey", "lapsesOn", "searchText", "version"] as const;
  const written = columns
    .slice(1, -1)
    .map((column) => `"${column}" = v."${column}"`)
    .join(", ");
  await db.$executeRaw`
    WITH v(${namesOf(columns)}) AS (VALUES ${valuesOf(services, columns)})
    UPDATE "Service" SET ${Prisma.raw(written)},
      "editedBy" = CASE WHEN "Service"."version" = CAST(v."version" AS INTEGER) THEN "editedBy" ELSE '' END,
      "editedAt" = CASE WHEN "Service"."version" = CAST(v."version" AS INTEGER) THEN "editedAt" ELSE ${now} END,
      "version" = CAST(v."version" AS INTEGER)
    FROM v WHERE "Service"."id" = v."id" AND "Service"."accountId" = ${accountId}`;
}

/** Reserves `howMany` numbers in the account. Returns the first. */
async function nextNumbers({ db, accountId }: Importing, howMany: number): Promise<bigint> {
  const made = { servicesMade: { increment: howMany } };
  const { servicesMade } = await db.account.update({
    where: { id: accountId },
    data: made,
    select: { servicesMade: true },
  });
  return BigInt(accountId) * numbersPerAccount + BigInt(servicesMade - howMany + 1);
}

/** Updates the counters for changed and added services. */
async function recount({ db, accountId }: Importing, before: readonly Service[], after: readonly Service[]) {
  const changes = new Map<string, { type: string; status: string; by: number }>();
  for (const [services, step] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const { type, status } of services) {
      const change = changes.get(`${type} ${status}`) ?? { type, status, by: 0 };
      changes.set(`${type} ${status}`, { ...change, by: change.by + step });
    }
  }
  for (const { type, status, by } of changes.values()) {
    const where = { accountId_type_status: { accountId, type, status } };
    const update = { count: { increment: by } };
    const select = { count: true };
    if (by > 0) await db.serviceCount.upsert({ where, create: { accountId, type, status, count: by }, update, select });
    if (by < 0) await db.serviceCount.update({ where, data: update, select });
  }
}

/** The activity entries: one for all added services together, and one for each changed service. */
function linesOf(added: readonly Service[], changed: readonly { before: Service; after: Service }[]): Line[] {
  const fields = {
    name: "name",
    providerName: "providerName",
    type: "serviceType",
    status: "serviceStatus",
    boughtOn: "boughtOn",
    renewsOn: "renewsOn",
  } as const;
  const changes = ({ before, after }: { before: Service; after: Service }) =>
    (Object.keys(fields) as (keyof typeof fields)[])
      // Shows the provider's new name only if the customer has their own name for the service.
      .filter((column) => before[column] !== after[column] && (column !== "providerName" || before.name === after.name))
      .map((column) => ({ field: fields[column], before: dayOrText(before[column]), after: dayOrText(after[column]) }));
  const only = added.length === 1 ? subjectOf(added[0]!) : undefined;
  const counted = { subject: only, changes: [{ field: "servicesAdded", before: null, after: String(added.length) }] };
  return [
    ...(added.length > 0 ? [counted] : []),
    ...changed.map((service) => ({ subject: subjectOf(service.before), changes: changes(service) })),
  ];
}

const subjectOf = ({ id, name }: Service) => ({ id, name });

const dayOrText = (value: string) => (value === neverDay ? null : value);

/** The sort key of the name, and the text for searches. Folding can make a text several times as long. */
const foldedFrom = (service: Searched & { name: string }) => ({
  nameKey: cut(searchFold(service.name), 255),
  searchText: searchTextOf(service),
});

type Searched = { name: string; reference: string; providerName: string };

const searchTextOf = ({ name, reference, providerName }: Searched) =>
  cut(searchFold([name, reference, ...(providerName === name ? [] : [providerName])].join("\n")), 2000);

/** Cuts a text to so many characters, without splitting one. */
const cut = (text: string, longest: number) => (text.length <= longest ? text : [...text].slice(0, longest).join(""));
