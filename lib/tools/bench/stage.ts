import "server-only";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase, type OpenDatabase } from "@/lib/database/db";
import { signUp, type NewHolder } from "@/lib/demo/chronicle";
import { env } from "@/lib/runtime/env.mjs";
import { hashPassword } from "@/lib/security/password-hash";
import { startPostgres } from "@/lib/testing/postgres";
import { seedUsers } from "@/lib/testing/seed-users";
import { freePort, startServer, type RunningServer } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { wireTo, type Wire } from "@/lib/testing/wire";
import { startBare } from "@/lib/tools/bench/bare.mjs";
import { migrate } from "@/prisma/migrate.mjs";

export const password = "Lantern-Orchard-57-Quiet";

/** An account with this many users, and the cookie of its holder. */
export type Trial = { accountId: number; digitalId: string; size: number; cookie: string };

/** An engine with its server, and an account of each size. */
export type Stage = { engine: string; database: OpenDatabase; server: RunningServer; wire: Wire; trials: Trial[] };

/** The server of the bare page. */
export type Bare = { url: string; pid: number };

/** All requests come from one network. */
const limits = {
  STEWARD_SIGN_INS_PER_NETWORK: "100000",
  STEWARD_SIGN_UPS_PER_NETWORK: "100000",
  STEWARD_RESETS_PER_NETWORK: "100000",
  STEWARD_CHANGES_PER_PERSON: "1000000",
};

/** Starts everything that is measured, each server in its own process. `end` removes everything. */
export async function setStages(sizes: readonly number[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "steward-bench-"));
  const postgres = await startPostgres();
  const sqlite = `file:${path.join(folder, "steward.db")}`;
  await migrate(sqlite);
  const urls = { SQLite: sqlite, PostgreSQL: await postgres.createDatabase("bench") };
  const port = await freePort();
  const bare = await startBare(path.resolve("test-results/bare"), port);
  const passwordHash = await hashPassword(password);
  const stages: Stage[] = [];

  async function end() {
    bare.stop();
    await Promise.all(
      stages.map(({ wire, server, database }) => (wire.close(), Promise.all([server.kill(), database.close()]))),
    );
    await postgres.stop();
    rmSync(folder, { recursive: true });
  }

  try {
    for (const [engine, databaseUrl] of Object.entries(urls)) {
      const database = openDatabase(databaseUrl);
      const trials: Trial[] = [];
      for (const size of sizes) {
        const start = Date.now();
        trials.push(await makeTrial(database, size, passwordHash));
        console.log(`${engine}: ${size} users in ${((Date.now() - start) / 1000).toFixed(1)} s`);
      }
      if (database.engine === "postgresql") await database.writer.$executeRaw`VACUUM ANALYZE`;
      const server = await startServer({ databaseUrl, secret: env.secret, env: limits });
      stages.push({ engine, database, server, wire: wireTo(server.origin), trials });
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { stages, bare: { url: `http://localhost:${port}/`, pid: bare.pid }, end };
}

async function makeTrial(database: OpenDatabase, size: number, passwordHash: string): Promise<Trial> {
  const holder = {
    names: ["Ada", "Holder"],
    organisation: "",
    email: `ada${size}@example.com`,
    passwordHash,
  } satisfies NewHolder;
  const person = await database.transaction((tx) => signUp(tx, holder, new Date()));
  const { cookie } = await startSession({ database, origin: "http://localhost" }, person, {
    method: "password",
    ip: "bench",
  });
  const { id: accountId, digitalId } = person.account;
  await seedUsers(database, accountId, size, passwordHash);
  return { accountId, digitalId, size, cookie };
}
