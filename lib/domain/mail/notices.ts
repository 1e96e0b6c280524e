import "server-only";
import type { Authorized, Keeping, Locked } from "@/lib/access/authorize";
import { withoutWords } from "@/lib/domain/mail/rules";
import type { LinkKind, MailKind, MailParams } from "@/lib/domain/mail/schema";
import { queueMail } from "@/lib/domain/mail/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import type { Permission } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

/** The operator, in a mail about what they did: by a name that can be asked. */
export const provider = () => `${env.brand}, ${env.supportAddress}`;

/** Who is told: as a store has them, or read by their id. */
type Told = { id: string; accountId: number; login: string; email: string; provedKey: string; language: string; timeZone: string; fewerNotices: boolean };

type Notice = { kind: Exclude<MailKind, LinkKind>; params?: MailParams } | { kind: LinkKind; link: { id: string; token: string }; params?: MailParams };

/**
 * Writes to a person what happened to their access, in the transaction in which it happens, and to which login. `when` is that moment, in
 * their own time zone, unless the notice names another. An address that nobody proved to be theirs is told nothing in anybody's
 * words. Until when the mail waits for its turn, if it does.
 */
export async function tell(auth: Keeping, person: Told | string, notice: Notice): Promise<Date | null> {
  const { db, now } = auth;
  const told = typeof person === "string" ? await db.person.findUniqueOrThrow({ where: { id: person } }) : person;
  const { id, accountId, email, language, timeZone, fewerNotices } = told;
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { digitalId: true } });
  const to = { personId: id, accountId, email, language, fewerNotices };
  // Several logins may have one address: each mail says whose it is, one for several logins says all of them.
  const whose = notice.params?.ids === undefined && { id: signInIdOf({ ...told, account }) };
  const params = { when: now.toISOString(), zone: timeZone, ...whose, ...notice.params };
  const proved = told.provedKey === emailKey(email);
  const mail = await queueMail(auth, { ...notice, to, params: proved ? params : withoutWords(params, account.digitalId) });
  return mail?.until ?? null;
}

type Holder = Told & Parameters<typeof signInIdOf>[0] & Parameters<typeof knownAsOf>[0];

/**
 * Tells the holder of an account that somebody typed their address, and nothing of who it was, perhaps somebody of another
 * account: the step of it, for `inAccount`. `find` finds who has the address, and `take` takes the request, and
 * says whether it still was there: both in the transaction. Where the address is no more theirs, the request stays.
 */
export function tellTaken<P extends Permission>({ find, take }: { find: (auth: Authorized<P>) => Promise<Holder | null>; take: (auth: Locked<P>) => Promise<boolean> }) {
  return async (auth: Locked<P>) => {
    const holder = await find(auth);
    if (holder?.accountId !== auth.accountId || !(await take(auth))) return { value: null, lines: [] };
    await tell(auth, holder, { kind: "address-taken", params: { id: signInIdOf(holder) } });
    return { value: null, lines: [{ subject: { id: holder.id, name: knownAsOf(holder) }, changes: [] }] };
  };
}
