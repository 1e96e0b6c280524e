import "server-only";
import type { Locked } from "@/lib/access/authorize";
import { newLink, voidLinks, type PersonalLink } from "@/lib/domain/mail-links/store";
import { notify } from "@/lib/domain/mail/notices";
import type { LinkKind, MailParams } from "@/lib/domain/mail/schema";

type Mailed = Omit<PersonalLink, "besides"> & { kind: LinkKind; params?: MailParams };

/**
 * Emails a person a new link, in place of older ones of the same purpose. If the email waits for its turn, delivered links stay valid
 * until then. So the person keeps a working link, even if an attacker requests new ones often.
 *
 * @returns until when the email waits. Null: sent now
 */
export async function mailLink(auth: Locked, { kind, params, ...link }: Mailed): Promise<Date | null> {
  const made = await newLink(auth, { ...link, besides: true });
  const until = await notify(auth, link.personId, { kind, link: made, params });
  await voidLinks(auth, link.personId, [link.purpose], { but: made.id, ...(until && { waitingAt: auth.now }) });
  return until;
}
