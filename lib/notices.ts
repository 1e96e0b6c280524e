import "server-only";
import type { Db } from "@/lib/db";
import type { LinkKind, MailKind, MailParams } from "@/lib/mail/schema";
import { queueMail } from "@/lib/mail/store";

/** Who is told: as a store has them, or read by their id. */
type Told = { id: string; accountId: number; email: string; language: string; timeZone: string; fewerNotices: boolean };

type Notice = { kind: Exclude<MailKind, LinkKind>; params?: MailParams } | { kind: LinkKind; link: { id: string; token: string }; params?: MailParams };

/**
 * Writes to a person what happened to their access, in the transaction in which it happens. `when` is that moment, in
 * their own time zone, unless the notice names another.
 */
export async function tell({ db, now }: { db: Db; now: Date }, person: Told | string, notice: Notice): Promise<void> {
  const { id, accountId, email, language, timeZone, fewerNotices } =
    typeof person === "string" ? await db.person.findUniqueOrThrow({ where: { id: person } }) : person;
  const to = { personId: id, accountId, email, language, fewerNotices };
  await queueMail(db, { ...notice, to, now, params: { when: now.toISOString(), zone: timeZone, ...notice.params } });
}
