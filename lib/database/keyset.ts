import "server-only";
import { setImmediate as immediately } from "node:timers/promises";
import { signCursor, verifyCursor, type Cursor } from "@/lib/database/cursor";
import { engine, Prisma, type Reader } from "@/lib/database/db";

/**
 * Pages of a list by keyset. Each page begins at the sort key and id of a row, and walks an index in the list's order. So the last page
 * costs as much as the first. A condition that this index does not cover, such as a searched word, filters the rows afterwards.
 */
export type Listing<Row extends { id: string }> = {
  /** Account, list and sort: cursors are signed with it. A cursor of another list opens as null. */
  name: string;
  /** The cursor in the URL, or empty. */
  cursor: string;
  size: number;
  descending: boolean;
  /** The sort key, as text that sorts by its bytes. Rows with the same key are sorted by id. */
  keyOf: (row: Row) => string;
  /** Reads rows in the list's order, from an index: see `onward`. */
  walk: (step: Step) => Promise<Row[]>;
  sieve?: CandidateFilter<Row>;
};

/** Reads up to `take` rows after `from`, or from the beginning. `down` is the direction of travel. */
export type Step = { from: Pick<Cursor, "key" | "id"> | null; down: boolean; take: number };

export type CandidateFilter<Row> = {
  /** Every row that matches, and perhaps others; null if they are too many to sort in memory. */
  few: () => Promise<Row[] | null>;
  includes: (row: Row) => boolean;
};

export type KeysetPage<Row> = {
  rows: Row[];
  previous: string | null;
  next: string | null;
  /** The cursor did not belong to this list, so the first page is shown. */
  strayed: boolean;
  /** How many rows were searched before the search stopped with a page that is not full. The next page continues there. Null if it is complete. */
  looked: number | null;
};

/** Up to this many matches are sorted in memory. A more common word is searched along the list. */
const fewMatches = 500;

/**
 * How many rows one page may search. A filter may leave no row with a common word, and the page must not read all rows of the list.
 */
const mostScanned = 3000;

/** A large SQLite query blocks the event loop, so queries stay small. */
const mostAtOnce = 1000;

/** The page at the cursor, or the first page. */
export async function pageOf<Row extends { id: string }>(list: Listing<Row>): Promise<KeysetPage<Row>> {
  const cursor = list.cursor ? verifyCursor(list.name, list.cursor) : null;
  const page = await pageFrom(list, cursor);
  return {
    rows: page.rows,
    previous: page.previous && signCursor(list.name, page.previous),
    next: page.next && signCursor(list.name, page.next),
    strayed: Boolean(list.cursor) && !cursor,
    looked: page.looked,
  };
}

/** The conditions of one range of an index, for a `findMany` in this order. */
type Range<Column extends string> = {
  where: { [name: string]: unknown };
  orderBy: { [name in Column | "id"]?: "asc" | "desc" }[];
  take: number;
};

/**
 * Takes one step along the index that ends with this column and the id. The key is the column's value. Set `unique` if no two rows share a
 * value: it saves a statement.
 */
export async function takeStep<Row, Column extends string>(
  { from, down, take }: Step,
  { column, valueOf, unique }: { column: Column; valueOf: (key: string) => unknown; unique?: boolean },
  find: (range: Range<Column>) => Promise<Row[]>,
): Promise<Row[]> {
  const [direction, further] = down ? (["desc", "lt"] as const) : (["asc", "gt"] as const);
  const orderBy = [{ [column]: direction }, { id: direction }] as Range<Column>["orderBy"];
  if (!from) return find({ where: {}, orderBy, take });
  const at = valueOf(from.key);
  // Two ranges of the index, because one condition with OR would read every row with the same key.
  const alike = unique ? [] : await find({ where: { [column]: at, id: { [further]: from.id } }, orderBy, take });
  if (alike.length === take) return alike;
  const others = await find({ where: { [column]: { [further]: at } }, orderBy, take: take - alike.length });
  return [...alike, ...others];
}

/**
 * For a `CandidateFilter`: the rows with the numbers that `numbers` finds, or null if there are too many. `numbers` may find one more than the limit.
 */
export async function fewOf<Row>(
  numbers: (limit: number) => Promise<{ number: number | bigint }[]>,
  find: (numbers: bigint[]) => Promise<Row[]>,
): Promise<Row[] | null> {
  const found = await numbers(fewMatches + 1);
  if (found.length > fewMatches) return null;
  return found.length === 0 ? [] : find(found.map(({ number }) => BigInt(number)));
}

/** The numbers of an account's rows begin at this many times the account's id, in tables with a text index. */
export const numbersPerAccount = 2n ** 30n;

/** The numbers of up to `limit` rows of the account whose text contains the word. The word is folded and has at least three characters. */
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

/** The range of the values that begin with the word. */
export const prefixRange = (word: string) => ({ gte: word, lt: `${word}\u{10ffff}` });

type Ends<Row> = { rows: Row[]; previous: Cursor | null; next: Cursor | null; looked: number | null };

async function pageFrom<Row extends { id: string }>(list: Listing<Row>, cursor: Cursor | null): Promise<Ends<Row>> {
  const backwards = cursor?.to === "before";
  const { rows: found, walked, stop } = await rowsFrom(list, cursor);
  const more = found.length > list.size;
  // Rows disappeared while the person turned pages: fill the first page again from the beginning.
  if (cursor && !stop && (backwards ? !more : found.length === 0 && !walked)) return pageFrom(list, null);
  const rows = found.slice(0, list.size);
  const place = (row: Row | undefined) => (row ? { key: list.keyOf(row), id: row.id } : null);
  // In the direction of travel: where the page ends, if there may be more, and where it begins.
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
  /** The list itself was searched, so the end may contain no match. */
  walked?: true;
  /** The row without a match at which the search stopped, and after how many rows. */
  stop?: { at: Place; looked: number };
};

/** Reads up to one row more than a page, from the cursor on, in the direction of travel. */
async function rowsFrom<Row extends { id: string }>(list: Listing<Row>, cursor: Cursor | null): Promise<Found<Row>> {
  const { size, sieve, keyOf, walk } = list;
  const down = list.descending !== (cursor?.to === "before");
  if (!sieve) return { rows: await walk({ from: cursor, down, take: size + 1 }) };
  const few = await sieve.few();
  if (few) {
    const place = (row: Row): Place => ({ key: keyOf(row), id: row.id });
    const order = (a: Place, b: Place) => (down ? -1 : 1) * compare(a, b);
    const rows = few
      .filter((row) => sieve.includes(row) && (!cursor || order(cursor, place(row)) < 0))
      .sort((a, b) => order(place(a), place(b)))
      .slice(0, size + 1);
    return { rows };
  }
  const rows: Row[] = [];
  let from: Step["from"] = cursor;
  let looked = 0;
  // Each batch is twice the one before, so that matches far down the list take few statements.
  for (let take = 4 * size; ; take = Math.min(2 * take, mostAtOnce, mostScanned - looked)) {
    const batch = await walk({ from, down, take });
    looked += batch.length;
    rows.push(...batch.filter(sieve.includes));
    const last = batch.at(-1);
    if (rows.length > size || !last || batch.length < take) return { rows: rows.slice(0, size + 1), walked: true };
    const place = (row: Row): Place => ({ key: keyOf(row), id: row.id });
    from = place(last);
    if (looked >= mostScanned) {
      // A page ends where the search stopped, at a row without a match. A match behind that row belongs to the next page.
      const end = batch.findLastIndex((row) => !sieve.includes(row));
      return {
        rows: rows.slice(0, rows.length - (batch.length - 1 - end)),
        walked: true,
        stop: { at: place(batch[end]!), looked },
      };
    }
    // Give others a turn: SQLite reads a batch on this thread.
    await immediately();
  }
}

type Place = { key: string; id: string };

const compare = (a: Place, b: Place) => compareBytes(a.key, b.key) || compareBytes(a.id, b.id);

/** Compares text by its bytes, as both engines do. JavaScript sorts differently above U+FFFF. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
