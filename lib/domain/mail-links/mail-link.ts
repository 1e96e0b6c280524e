import "server-only";
import type { Locked } from "@/lib/access/authorize";
import { newLink, voidLinks, type PersonalLink } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import type { LinkKind, MailParams } from "@/lib/domain/mail/schema";

type Mailed = Omit<PersonalLink, "besides"> & { kind: LinkKind; params?: MailParams };

/**
 * Mails a person a new link, in place of the older ones of its purpose. If its mail waits for its turn, the links that
 * arrived stay good meanwhile: the person keeps a way in, however often somebody has another link sent.
 *
 * @returns until when the mail waits; null if it leaves now
 */
export async function mailLink(auth: Locked, { kind, params, ...link }: Mailed): Promise<Date | null> {
  const made = await newLink(auth, { ...link, besides: true });
  const until = await tell(auth, link.personId, { kind, link: made, params });
  await voidLinks(auth, link.personId, [link.purpose], { but: made.id, ...(until && { waitingAt: auth.now }) });
  return until;
}
