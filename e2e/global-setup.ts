import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announce, startServer } from "@/e2e/servers";
import { geoipFile } from "@/prisma/test-geoip";
import { startPostgres } from "@/prisma/test-postgres";

/** One database and one production server for each engine, for the whole run. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), "steward-e2e-"));
  const geoip = join(folder, "places.mmdb");
  writeFileSync(geoip, geoipFile(places));
  const env = { ...limits, STEWARD_GEOIP: geoip };
  const postgres = await startPostgres();
  const servers = await Promise.all([
    startServer({ databaseUrl: `file:${join(folder, "steward.db")}`, env }),
    postgres.createDatabase("e2e").then((databaseUrl) => startServer({ databaseUrl, env })),
  ]);
  announce("sqlite", servers[0]);
  announce("postgresql", servers[1]);
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await postgres.stop();
    rmSync(folder, { recursive: true });
  };
}

/** All specs come from one address: what they do together stays under these. */
const limits = { STEWARD_SIGN_INS_PER_NETWORK: "100000", STEWARD_SIGN_UPS_PER_NETWORK: "100000" };

/** Networks of documentation, and where they would be. */
const places = {
  "203.0.113.0/24": { city: { names: { en: "Lille" } }, country: { names: { en: "France" } } },
  "192.0.2.0/24": { city: { names: { en: "Ghent", fr: "Gand" } }, country: { names: { en: "Belgium", fr: "Belgique" } } },
  "2001:db8::/32": { country: { names: { en: "Japan", fr: "Japon" } } },
};
