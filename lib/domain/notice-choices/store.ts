import "server-only";
import type { Authorized } from "@/lib/access/authorize";

/** Whether the actor wants the notices that are not about the security of their access. */
export async function wantsOtherNotices({ db, actor }: Authorized<"security.view" | "notices.choose">): Promise<boolean> {
  const { fewerNotices } = await db.person.findUniqueOrThrow({ where: { id: actor.personId }, select: { fewerNotices: true } });
  return !fewerNotices;
}

export async function chooseOtherNotices({ db, actor }: Authorized<"notices.choose">, wanted: boolean): Promise<void> {
  await db.person.update({ where: { id: actor.personId }, data: { fewerNotices: !wanted }, select: { id: true } });
}
