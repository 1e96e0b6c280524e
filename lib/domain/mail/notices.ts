import "server-only";
import type { AnyWriter, Authorized, Locked } from "@/lib/access/authorize";
import { withoutWords } from "@/lib/domain/mail/rules";
import type { LinkKind, MailKind, MailParams } from "@/lib/domain/mail/schema";
import { queueMail } from "@/lib/domain/mail/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import type { Permission } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

/** The operator's name in emails about their actions, with a contact. */
export const provider = () => `${env.brand}, ${env.supportEmail}`;

/** The recipient of a notice. */
type Recipient = {
  id: string;
  accountId: number;
  login: string;
  email: string;
  provedKey: string;
  language: string;
  timeZone: string;
  fewerNotices: boolean;
};

type Notice =
  | { kind: Exclude<MailKind, LinkKind>; params?: MailParams }
  | { kind: LinkKind; link: { id: string; token: string }; params?: MailParams };

/**
 * Emails a person what happened to their login, in the transaction of the event. `when` is the time of the event in their time zone,
 * unless the notice names another. An unconfirmed email address gets no freely written text. Returns until when the email waits for its
 * turn, if it does.
 */
export async function notify(auth: AnyWriter, person: Recipient | string, notice: Notice): Promise<Date | null> {
  const { db, now } = auth;
  const recipient = typeof person === "string" ? await db.person.findUniqueOrThrow({ where: { id: person } }) : person;
  const { id, accountId, email, language, timeZone, fewerNotices } = recipient;
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { digitalId: true } });
  const to = { personId: id, accountId, email, language, fewerNotices };
  // Several logins can share an email address, so each email names its login, or all logins that it is about.
  const whose = notice.params?.ids === undefined && { id: signInIdOf({ ...recipient, account }) };
  const params = { when: now.toISOString(), zone: timeZone, ...whose, ...notice.params };
  const proved = recipient.provedKey === emailKey(email);
  const mail = await queueMail(auth, {
    ...notice,
    to,
    params: proved ? params : withoutWords(params, account.digitalId),
  });
  return mail?.until ?? null;
}

type Holder = Recipient & Parameters<typeof signInIdOf>[0] & Parameters<typeof knownAsOf>[0];

/**
 * Makes the step, for `inAccount`, that notifies an account holder that a person typed their email address. The email does not say who:
 * it may be a person of another account. `find` finds the owner of the address. `take` removes the request, and returns whether it
 * still existed. Both run in the transaction. If the address has a new owner, the request stays.
 */
export function notifyOfTakenEmail<P extends Permission>({
  find,
  take,
}: {
  find: (auth: Authorized<P>) => Promise<Holder | null>;
  take: (auth: Locked<P>) => Promise<boolean>;
}) {
  return async (auth: Locked<P>) => {
    const holder = await find(auth);
    if (holder?.accountId !== auth.accountId || !(await take(auth))) return { value: null, lines: [] };
    await notify(auth, holder, { kind: "address-taken", params: { id: signInIdOf(holder) } });
    return { value: null, lines: [{ subject: { id: holder.id, name: knownAsOf(holder) }, changes: [] }] };
  };
}
