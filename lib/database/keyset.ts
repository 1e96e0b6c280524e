import "server-only";
import { setImmediate as immediately } from "node:timers/promises";
import { openCursor, sealCursor, type Cursor } from "@/lib/database/cursor";
import { engine, Prisma, type Reader } from "@/lib/database/db";

/**
 * Pages of a list by keyset: each begins at a row's sort key and id, walks an index in the list's own order, and costs
 * the same on the first page and on the last. What the order's index does not know (a searched word) sifts the rows.
 */
export type Listing<Row extends { id: string }> = {
  /** What signs the cursors: account, list and sort. A cursor of another list opens as none. */
  name: string;
  /** As it stands in the address, or empty. */
  cursor: string;
  size: number;
  descending: boolean;
  /** What the list is sorted by, as text that sorts by its bytes. Rows of one key follow by their ids. */
  keyOf: (row: Row) => string;
  /** Rows in the list's order, from an index: see `onward`. */
  walk: (step: Step) => Promise<Row[]>;
  sieve?: Sieve<Row>;
};

/** Up to `take` rows beyond `from`, or from the beginning; `down` is the direction of travel. */
export type Step = { from: Pick<Cursor, "key" | "id"> | null; down: boolean; take: number };

export type Sieve<Row> = {
  /** Every row that is looked for, and perhaps others; null where they are too many to be sorted in memory. */
  few: () => Promise<Row[] | null>;
  keeps: (row: Row) => boolean;
};

export type KeysetPage<Row> = {
  rows: Row[];
  previous: string | null;
  next: string | null;
  /** The cursor did not belong to this list, so its first page is shown. */
  strayed: boolean;
  /** Of so many rows the page is sifted, and it is not full: the way on leads to those beyond. Null where nothing is left out. */
  looked: number | null;
};

/** At most so many matches are sorted in memory; what is more common is looked for along the list itself. */
const fewMatches = 500;

/**
 * So many rows of the list are looked through for one page. A common word may be in none of those that a filter leaves,
 * and the page is not to read them all.
 */
const mostLooked = 3000;

/** A statement over many rows stops every page while it runs. */
const mostAtOnce = 1000;

/** The page that the cursor names, else the first. */
export async function pageOf<Row extends { id: string }>(list: Listing<Row>): Promise<KeysetPage<Row>> {
  const cursor = list.cursor ? openCursor(list.name, list.cursor) : null;
  const page = await pageFrom(list, cursor);
  return {
    rows: page.rows,
    previous: page.previous && sealCursor(list.name, page.previous),
    next: page.next && sealCursor(list.name, page.next),
    strayed: Boolean(list.cursor) && !cursor,
    looked: page.looked,
  };
}

/** The conditions of one range of an index, for a `findMany` with this order. */
type Range<Column extends string> = {
  where: { [name: string]: unknown };
  orderBy: { [name in Column | "id"]?: "asc" | "desc" }[];
  take: number;
};

/**
 * Takes one step along the index that ends with this column and the id. The key is the column's value; where no two
 * rows share one, `unique` saves a statement.
 */
export async function onward<Row, Column extends string>(
  { from, down, take }: Step,
  { column, valueOf, unique }: { column: Column; valueOf: (key: string) => unknown; unique?: boolean },
  find: (range: Range<Column>) => Promise<Row[]>,
): Promise<Row[]> {
  const [direction, further] = down ? (["desc", "lt"] as const) : (["asc", "gt"] as const);
  const orderBy = [{ [column]: direction }, { id: direction }] as Range<Column>["orderBy"];
  if (!from) return find({ where: {}, orderBy, take });
  const at = valueOf(from.key);
  // Two ranges of the index: one condition with OR would read through every row of the same key.
  const alike = unique ? [] : await find({ where: { [column]: at, id: { [further]: from.id } }, orderBy, take });
  if (alike.length === take) return alike;
  const others = await find({ where: { [column]: { [further]: at } }, orderBy, take: take - alike.length });
  return [...alike, ...others];
}

/**
 * The rows that `numbers` finds, which is asked for one more than a few, or null where they are more: for a `Sieve`.
 */
export async function fewOf<Row>(
  numbers: (limit: number) => Promise<{ number: number | bigint }[]>,
  find: (numbers: bigint[]) => Promise<Row[]>,
): Promise<Row[] | null> {
  const found = await numbers(fewMatches + 1);
  if (found.length > fewMatches) return null;
  return found.length === 0 ? [] : find(found.map(({ number }) => BigInt(number)));
}

/** The numbers of an account's rows in a table with a text index lie from this many times the account's id on. */
export const numbersPerAccount = 2n ** 30n;

/** The numbers of up to `limit` rows of the account whose text holds the word, folded and of three characters or more. */
export function numbersWith(
  db: Reader,
  table: "Person" | "Service",
  accountId: number,
  word: string,
  limit: number,
): Promise<{ number: number | bigint }[]> {
  if (engine === "postgresql") {
    const users = table === "Person" ? Prisma.sql`AND "kind" = 'user'` : Prisma.empty;
    return db.$queryRaw`
      SELECT "number" FROM ${Prisma.raw(`"${table}"`)} WHERE "accountId" = ${accountId} ${users}
        AND "searchText" LIKE ${`%${word.replace(/[\\%_]/g, "\\$&")}%`} LIMIT ${limit}`;
  }
  const index = Prisma.raw(`"${table}Search"`);
  const first = BigInt(accountId) * numbersPerAccount;
  return db.$queryRaw`
    SELECT rowid AS "number" FROM ${index} WHERE ${index} MATCH ${`"${word.replaceAll('"', '""')}"`}
      AND rowid BETWEEN ${first} AND ${first + numbersPerAccount - 1n} LIMIT ${limit}`;
}

/** The range of a column's values that begin with the word. */
export const beginningWith = (word: string) => ({ gte: word, lt: `${word}\u{10ffff}` });

type Ends<Row> = { rows: Row[]; previous: Cursor | null; next: Cursor | null; looked: number | null };

async function pageFrom<Row extends { id: string }>(list: Listing<Row>, cursor: Cursor | null): Promise<Ends<Row>> {
  const backwards = cursor?.to === "before";
  const { rows: found, walked, stop } = await rowsFrom(list, cursor);
  const more = found.length > list.size;
  // Rows went while someone turned the pages: what is left of the first page is filled up from its beginning.
  if (cursor && !stop && (backwards ? !more : found.length === 0 && !walked)) return pageFrom(list, null);
  const rows = found.slice(0, list.size);
  const place = (row: Row | undefined) => (row ? { key: list.keyOf(row), id: row.id } : null);
  // In the direction of travel: where the page ends, if anything may lie beyond, and where it begins.
  const far = stop?.at ?? (more ? place(rows.at(-1)) : null);
  const near = cursor && (place(rows[0]) ?? cursor);
  const [earlier, later] = backwards ? [far, near] : [near, far];
  return {
    rows: backwards ? rows.toReversed() : rows,
    previous: earlier && { ...earlier, to: "before" },
    next: later && { ...later, to: "after" },
    looked: stop?.looked ?? null,
  };
}

type Found<Row> = {
  rows: Row[];
  /** The list itself was looked through: its end may have none. */
  walked?: true;
  /** Where that was given up, at a row that is not looked for, and after how many. */
  stop?: { at: Place; looked: number };
};

/** Up to one row more than a page, from the cursor on, in the direction of travel. */
async function rowsFrom<Row extends { id: string }>(list: Listing<Row>, cursor: Cursor | null): Promise<Found<Row>> {
  const { size, sieve, keyOf, walk } = list;
  const down = list.descending !== (cursor?.to === "before");
  if (!sieve) return { rows: await walk({ from: cursor, down, take: size + 1 }) };
  const few = await sieve.few();
  if (few) {
    const place = (row: Row): Place => ({ key: keyOf(row), id: row.id });
    const order = (a: Place, b: Place) => (down ? -1 : 1) * compare(a, b);
    const rows = few
      .filter((row) => sieve.keeps(row) && (!cursor || order(cursor, place(row)) < 0))
      .sort((a, b) => order(place(a), place(b)))
      .slice(0, size + 1);
    return { rows };
  }
  const rows: Row[] = [];
  let from: Step["from"] = cursor;
  let looked = 0;
  // Each batch is twice the one before, so that a word whose rows stand far down takes few statements.
  for (let take = 4 * size; ; take = Math.min(2 * take, mostAtOnce, mostLooked - looked)) {
    const batch = await walk({ from, down, take });
    looked += batch.length;
    rows.push(...batch.filter(sieve.keeps));
    const last = batch.at(-1);
    if (rows.length > size || !last || batch.length < take) return { rows: rows.slice(0, size + 1), walked: true };
    const place = (row: Row): Place => ({ key: keyOf(row), id: row.id });
    from = place(last);
    if (looked >= mostLooked) {
      // A page that has no row begins and ends where it was given up: what is looked for and stands last is the next one's.
      const end = batch.findLastIndex((row) => !sieve.keeps(row));
      return { rows: rows.slice(0, rows.length - (batch.length - 1 - end)), walked: true, stop: { at: place(batch[end]!), looked } };
    }
    // Others get their turn: on SQLite a batch is read on the thread.
    await immediately();
  }
}

type Place = { key: string; id: string };

const compare = (a: Place, b: Place) => compareBytes(a.key, b.key) || compareBytes(a.id, b.id);

/** As both engines sort text: by its bytes, which differs from JavaScript's order beyond U+FFFF. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
