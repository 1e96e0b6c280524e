import "server-only";
import Database from "libsql";
import pg from "pg";
import { figureOf, medianOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import type { Stage } from "@/lib/tools/bench/stage";

const columns = [
  "id",
  "version",
  "login",
  "loginKey",
  "email",
  "privilege",
  "description",
  "status",
  "createdAt",
  "lastLoginAt",
  "passwordChangedAt",
  "removedAt",
];

/** Measures the first page's own statement in the largest account, through Prisma and by the driver alone. */
export async function measureQueries(stages: Stage[], rounds: number, queries: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { engine, database, server, trials } of stages) {
    const { accountId, size } = trials.at(-1)!;
    const select = Object.fromEntries(columns.map((column) => [column, true]));
    const where = { accountId, kind: "user", removed: false };
    const asked = () =>
      database.db.person.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 26, select });
    const driver = await driverOf(database.engine, server.databaseUrl);
    const [ours, bare]: [Rounds, Rounds] = [[], []];
    for (let round = 0; round < rounds; round++) {
      ours.push(await medianTime(asked, queries));
      bare.push(await medianTime(() => driver.ask(accountId), queries));
    }
    await driver.close();
    figures.push(
      figureOf({ what: `first page's query, at ${size}`, engine, unit: "ms", floor: "the driver alone" }, ours, bare),
    );
  }
  return figures;
}

async function medianTime(ask: () => unknown, times: number): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  return medianOf(taken);
}

async function driverOf(engine: Stage["database"]["engine"], url: string) {
  const listed = columns.map((column) => `"${column}"`).join(", ");
  const sql = (one: string, no: string) =>
    `SELECT ${listed} FROM "Person" WHERE "accountId" = ${one} AND "kind" = 'user' AND "removed" = ${no} ORDER BY "createdAt" DESC, "id" DESC LIMIT 26`;
  if (engine === "sqlite") {
    const connection = new Database(url.slice("file:".length), { readonly: true });
    const statement = connection.prepare(sql("?", "0"));
    return { ask: (accountId: number): unknown => statement.all(accountId), close: () => void connection.close() };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    ask: (accountId: number): unknown => client.query(sql("$1", "false"), [accountId]),
    close: () => client.end(),
  };
}
