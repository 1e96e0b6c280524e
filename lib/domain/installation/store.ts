import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";

/** What a server says of itself: the address that people open, and whether it has a mail server. */
export type Installation = { origin: string; mail: boolean };

/** There is one. */
const id = 1;

/** Keeps it for those who look from another shell; of several servers the one that started last is right. */
export async function keepInstallation(writer: Db, installation: Installation): Promise<void> {
  await writer.installation.upsert({ where: { id }, create: { id, ...installation }, update: installation });
}

/** What the server that started last said, or null where none started yet. */
export const findInstallation = ({ db }: Authorized<"installation.view">): Promise<Installation | null> =>
  db.installation.findUnique({ where: { id }, select: { origin: true, mail: true } });
