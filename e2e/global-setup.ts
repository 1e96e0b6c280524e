import { startPostgres } from "@/lib/testing/postgres";

/** One PostgreSQL for the whole run; each worker makes a database of its own on it (e2e/fixtures.ts). */
export default async function setup() {
  const postgres = await startPostgres();
  process.env.STEWARD_E2E_POSTGRES = postgres.url;
  return () => postgres.stop();
}
