import "server-only";
import type { Authorized } from "@/lib/access/authorize";

const fields = { displayName: true, language: true, timeZone: true, theme: true } as const;

/** The actor's own name and looks. */
export const ownProfile = (auth: Authorized<"profile.view" | "profile.edit">) =>
  auth.db.person.findUniqueOrThrow({ where: { id: auth.actor.personId }, select: fields });

/** Writes the actor's own name and looks. */
export async function changeProfile(
  auth: Authorized<"profile.edit">,
  profile: { displayName: string; language: string; timeZone: string; theme: string },
): Promise<void> {
  await auth.db.person.update({ where: { id: auth.actor.personId }, data: profile, select: { id: true } });
}
