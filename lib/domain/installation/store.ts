import "server-only";
import type { Authorized, Lasting } from "@/lib/access/authorize";
import type { Installation } from "@/lib/domain/installation/output";

/** There is one. */
const id = 1;

/** Keeps what a server says of itself for those who look from another shell; of several servers the one that started last is right. */
export async function putInstallation({ writer }: Lasting<"installation.keep">, installation: Installation): Promise<void> {
  await writer.installation.upsert({ where: { id }, create: { id, ...installation }, update: installation });
}

/** What the server that started last said, or null where none started yet. */
export const findInstallation = ({ db }: Authorized<"installation.view">): Promise<Installation | null> =>
  db.installation.findUnique({ where: { id }, select: { origin: true, mail: true } });
