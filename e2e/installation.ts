import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@/lib/database/db";
import { newToken } from "@/lib/security/tokens";
import { newFolder } from "@/lib/testing/folders";
import { geoipFile } from "@/lib/testing/geoip";
import { createDatabase } from "@/lib/testing/postgres";
import { startServer, type Engine, type Installation, type Place } from "@/lib/testing/servers";
import { migrate } from "@/prisma/migrate.mjs";

/** Starts a production server on its own database, for the specs of one worker. */
export async function startInstallation(engine: Engine): Promise<Place & { end(): Promise<void> }> {
  const folder = newFolder("steward-e2e");
  const geoip = join(folder, "places.mmdb");
  writeFileSync(geoip, geoipFile(places));
  const { databaseUrl, remove } = await newDatabase(engine === "sqlite" ? "file:" : process.env.STEWARD_E2E_POSTGRES!);
  const server = await startServer({ databaseUrl, env: { ...limits, STEWARD_GEOIP: geoip } });
  const database = openDatabase(databaseUrl);
  return {
    ...server,
    database,
    end: async () => {
      await database.close();
      await server.stop();
      remove();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Creates a migrated, empty database on the engine and server of the one at `beside`, and returns its URL. `remove` deletes the file of a
 * SQLite database.
 */
export async function newDatabase(beside: string): Promise<{ databaseUrl: string; remove(): void }> {
  if (!beside.startsWith("file:"))
    return { databaseUrl: await createDatabase(beside, `e2e_${newToken()}`), remove() {} };
  const folder = newFolder("steward-e2e");
  const databaseUrl = `file:${join(folder, "steward.db")}`;
  await migrate(databaseUrl);
  return { databaseUrl, remove: () => rmSync(folder, { recursive: true }) };
}

/** Starts a second process on the database of an installation. */
export const startSecond = ({ databaseUrl, secret }: Installation) => startServer({ databaseUrl, secret, env: limits });

/** All specs come from one IP address and share their people, so their requests together must stay below these limits. */
const limits = {
  STEWARD_SIGN_INS_PER_NETWORK: "100000",
  STEWARD_SIGN_UPS_PER_NETWORK: "100000",
  STEWARD_CHANGES_PER_PERSON: "100000",
};

/** Documentation networks, with invented places. */
const places = {
  "203.0.113.0/24": { city: { names: { en: "Lille" } }, country: { names: { en: "France" } } },
  "192.0.2.0/24": {
    city: { names: { en: "Ghent", fr: "Gand" } },
    country: { names: { en: "Belgium", fr: "Belgique" } },
  },
  "2001:db8::/32": { country: { names: { en: "Japan", fr: "Japon" } } },
};
