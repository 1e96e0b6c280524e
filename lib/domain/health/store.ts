import "server-only";
import type { Authorized } from "@/lib/access/authorize";

/** Throws if the database does not answer. */
export async function pingDatabase({ db }: Authorized<"health.check">): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
