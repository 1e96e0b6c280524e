import "server-only";
import type { Authorized, Autocommit } from "@/lib/access/authorize";
import type { Installation } from "@/lib/domain/installation/output";

/** The id of the only row. */
const id = 1;

/** Stores a server's settings, for commands in another shell. With several servers, the last started one wins. */
export async function upsertInstallation(
  { writer }: Autocommit<"installation.keep">,
  installation: Installation,
): Promise<void> {
  await writer.installation.upsert({ where: { id }, create: { id, ...installation }, update: installation });
}

/** The settings of the last started server. Null if none has started yet. */
export const findInstallation = ({ db }: Authorized<"installation.view">): Promise<Installation | null> =>
  db.installation.findUnique({ where: { id }, select: { origin: true, mail: true } });
