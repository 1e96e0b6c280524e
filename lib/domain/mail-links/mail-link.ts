import "server-only";
import type { Db } from "@/lib/database/db";
import { newLink, voidLinks, type NewLink } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import type { LinkKind, MailParams } from "@/lib/domain/mail/schema";

type Mailed = Pick<NewLink, "purpose" | "hours" | "data"> & {
  to: { personId: string; accountId: number };
  kind: LinkKind;
  params?: MailParams;
};

/**
 * Mails a person a new link, in place of the older ones of its purpose. If its mail waits for its turn, the links that
 * arrived stay good meanwhile: the person keeps a way in, however often somebody has another link sent.
 *
 * @returns until when the mail waits; null if it leaves now
 */
export async function mailLink({ db, now }: { db: Db; now: Date }, { to, kind, params, ...link }: Mailed): Promise<Date | null> {
  const made = await newLink(db, now, { ...link, person: to, besides: true });
  const until = await tell({ db, now }, to.personId, { kind, link: made, params });
  await voidLinks(db, { id: to.personId, accountId: to.accountId }, [link.purpose], { but: made.id, ...(until && { waitingAt: now }) });
  return until;
}
