import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";

const fields = { displayName: true, language: true, timeZone: true, theme: true } as const;

/** The actor's own profile. */
export const ownProfile = ({ db, actor }: Authorized<"profile.view" | "profile.edit">) =>
  db.person.findUniqueOrThrow({ where: { id: actor.principal.personId }, select: fields });

/** Writes the actor's own profile. */
export async function changeProfile(
  { db, actor, accountId }: Locked<"profile.edit">,
  profile: { displayName: string; language: string; timeZone: string; theme: string },
): Promise<void> {
  await db.person.update({ where: { id: actor.principal.personId, accountId }, data: profile, select: { id: true } });
}
