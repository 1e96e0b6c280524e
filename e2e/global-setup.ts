import { startPostgres } from "@/lib/testing/postgres";

/** Starts one PostgreSQL for the whole run. Each worker creates its own databases on it (e2e/fixtures.ts). */
export default async function setup() {
  const postgres = await startPostgres();
  process.env.STEWARD_E2E_POSTGRES = postgres.url;
  return () => postgres.stop();
}
