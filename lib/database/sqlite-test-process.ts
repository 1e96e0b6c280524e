// A second process for lib/database/sqlite.test.ts: `<task> <database URL> <count>`.
import { openDatabase, type Db } from "@/lib/database/db";

const [task = "", url = "", count = "0"] = process.argv.slice(2);
const { transaction, db, close } = openDatabase(url);

const row = (key: string) => ({ key, count: 0, waitUntil: 0n, expiresAt: 0n, ticket: "" });

/** Reads first and then writes, which fails if a transaction begins without its lock. */
async function addOne(tx: Db) {
  const { count: seen } = await tx.limit.findUniqueOrThrow({ where: { key: "counter" } });
  await tx.limit.update({ where: { key: "counter" }, data: { count: seen + 1 } });
}

const tasks: Record<string, () => Promise<void>> = {
  async oneByOne() {
    for (let done = 0; done < Number(count); done++) await transaction(addOne);
  },
  async atOnce() {
    await Promise.all(Array.from({ length: Number(count) }, () => transaction(addOne)));
  },
  /** Writes pairs until it is killed, and prints each pair when its commit is acknowledged. */
  async untilKilled() {
    const writer = async (name: string) => {
      for (let number = 0; ; number++) {
        const pair = `${process.pid}-${name}-${number}`;
        await transaction(async (tx) => {
          await tx.limit.create({ data: row(`${pair}-a`) });
          await tx.limit.create({ data: row(`${pair}-b`) });
        });
        process.stdout.write(`${pair}\n`);
      }
    };
    await Promise.all(["1", "2", "3", "4"].map(writer));
  },
};

await tasks[task]?.();
await db.limit.count();
await close();
