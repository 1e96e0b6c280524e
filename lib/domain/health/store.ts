import "server-only";
import type { Authorized } from "@/lib/access/authorize";

/** Asks the database for an answer. Throws where it gives none. */
export async function askDatabase({ db }: Authorized<"health.check">): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
