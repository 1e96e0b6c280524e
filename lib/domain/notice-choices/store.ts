import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";

/** Whether the actor wants notices that are not about the security of their login. */
export async function wantsOtherNotices({
  db,
  actor,
}: Authorized<"security.view" | "notices.choose">): Promise<boolean> {
  const { fewerNotices } = await db.person.findUniqueOrThrow({
    where: { id: actor.principal.personId },
    select: { fewerNotices: true },
  });
  return !fewerNotices;
}

/** Writes whether the actor wants these notices. */
export async function chooseOtherNotices(
  { db, actor, accountId }: Locked<"notices.choose">,
  wanted: boolean,
): Promise<void> {
  await db.person.update({
    where: { id: actor.principal.personId, accountId },
    data: { fewerNotices: !wanted },
    select: { id: true },
  });
}
