import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, job, read } from "@/lib/access/operation";
import { isUniqueViolation, writer, type Db } from "@/lib/database/db";
import { maskedAddress, mostChanges, noticesTo, suspectFor } from "@/lib/domain/addresses/rules";
import { addressLink, holderAddress, newAddress } from "@/lib/domain/addresses/schema";
import {
  changeOwnAddress,
  findAddressRequest,
  findHolderAt,
  findReachable,
  findStillAsking,
  keepAddressRequest,
  putAddressBack,
  takeAddressRequest,
  type Addressed,
} from "@/lib/domain/addresses/store";
import { byToken, voidByAddress } from "@/lib/domain/mail-links/schema";
import { findLink, newLink, spendLink, voidLinks } from "@/lib/domain/mail-links/store";
import { provider, tell, tellTaken } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { queueMail } from "@/lib/domain/mail/store";
import { findHolderNamed } from "@/lib/domain/people/store";
import { endedSessions } from "@/lib/domain/sessions/rules";
import { endEverySession, forgetMailProofs } from "@/lib/domain/sessions/store";
import { factorGone } from "@/lib/domain/two-factor/rules";
import { removeFactorsSince } from "@/lib/domain/two-factor/store";
import { searchTextOf } from "@/lib/domain/users/store";
import { keptAddress } from "@/lib/isomorphic/email-address.mjs";
import { rowById } from "@/lib/isomorphic/fields";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import { invalid, refuse, sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wakeProgram } from "@/lib/runtime/wake";
import { limitKey, takeTurn, waiting } from "@/lib/access/limits";
import { seal, unseal } from "@/lib/security/seal";

const requestContext = "address request";

/**
 * Ask for another e-mail address of one's own. The old one is told; nothing changes before the new one is confirmed.
 * Whether it is another holder's is found out afterwards, so that it shows neither in the answer nor in its time.
 */
export const changeAddress = change({
  permission: "email.change",
  input: newAddress,
  prepare: async ({ email }, { actor }) => {
    if (email === actor.email) return invalid({ email: sentence("errors.email.same") });
    const turn = await takeTurn(writer, { key: limitKey(env.secret, "address person", actor.personId), limit: mostChanges, window: 3_600_000 }, Date.now());
    return turn.admitted ? { email } : waiting(turn.retryAt);
  },
  run: async (auth, { email }) => {
    const { actor, db } = auth;
    const typed = seal(requestContext, JSON.stringify({ email, was: actor.email } satisfies Typed));
    await voidLinks(db, { id: actor.personId, accountId: actor.accountId }, ["confirm-address"]);
    await keepAddressRequest(auth, { typed, language: actor.language || currentRequest().language, address: actor.address });
    await tell(auth, actor.personId, { kind: "address-changing", params: { newAddress: maskedAddress(email), address: actor.address } });
    wakeProgram();
    return { value: null, email };
  },
  audit: ({ email }) => ({ changes: [{ field: "askedEmail", before: null, after: email }] }),
});

type Typed = { email: string; was: string };

/**
 * Answers a request: a link to the new address, or word to the holder who has it already. The link's mail is not among the asker's own: that would tell them whose address it is.
 */
export const sendAddressLink = job({
  permission: "email.send-link",
  input: rowById,
  run: async (auth, { id }, inAccount) => {
    const asked = await findAddressRequest(auth, id);
    if (!asked) return null;
    const typed = JSON.parse(unseal(requestContext, asked.typed) ?? `{"email":"","was":""}`) as Typed;
    const [email, was] = [keptAddress(typed.email), keptAddress(typed.was)];
    const person = await findStillAsking(auth.db, asked, was);
    const holder = person?.kind === "holder" ? await findHolderAt(auth.db, email) : null;
    const other = holder?.id === person?.id ? null : holder;
    if (!person || (other && !(await takeTurn(writer, noticesTo(other), Date.now())).admitted)) {
      await takeAddressRequest(writer, asked.id);
      return null;
    }
    if (other) {
      const take = (db: Db) => takeAddressRequest(db, asked.id);
      await inAccount(other.accountId, ...tellTaken(other.accountId, { find: (db) => findHolderAt(db, email), take }));
      return null;
    }
    const toNewAddress = async ({ db, now }: { db: Db; now: Date }) => {
      // Another holder who has it by now is told at the next turn.
      const taken = person.kind === "holder" && ![person.id, undefined].includes((await findHolderAt(db, email))?.id);
      if (taken || !(await takeAddressRequest(db, asked.id)) || !(await findStillAsking(db, asked, was))) return { value: null };
      const link = await newLink(db, now, {
        purpose: "confirm-address",
        person: { personId: person.id, accountId: person.accountId },
        hours: links["confirm-address"].hours,
        data: JSON.stringify({ email } satisfies Wanted),
      });
      // Nobody proved yet that it is theirs: see withoutWords.
      const params = { account: person.account.digitalId, address: asked.address, when: now.toISOString(), zone: person.timeZone };
      await queueMail(db, { kind: "confirm-address", to: { email, language: asked.language, askedIn: person.accountId }, link, params, now });
      return { value: null };
    };
    // Whoever asked has the line of it already.
    await inAccount(person.accountId, toNewAddress, () => []);
    return null;
  },
});

/** What a link does with the address of its person, in its data. */
type Wanted = { email: string };

/** Whose address a link changes, and to which, so that its page can say so. Null where it is good for nothing any more. */
export const viewAddressLink = read({
  permission: "email.view-link",
  input: addressLink,
  run: async ({ db, now }, { token, purpose }) => {
    const link = await findLink(db, token, [purpose], now);
    const person = link && (await findReachable(db, link.personId));
    return person ? { signInId: signInIdOf(person), email: wantedBy(link).email } : null;
  },
});

/** Confirm a new address by the link that went to it. From then on the old one has a link to take it back. */
export const confirmAddress = change({
  permission: "email.confirm",
  input: byToken,
  prepare: async ({ token }, { db, now }) => (await linkAndPerson(db, token, "confirm-address", now)) ?? refuse("conflict", "errors.link"),
  account: ({ person }) => person.accountId,
  run: async (auth, { link }) => {
    const { db, now } = auth;
    const before = await findReachable(db, link.personId);
    if (!before || !(await spendLink(db, link.id))) return refuse("conflict", "errors.link");
    const after = await changeOwnAddress(auth, before, reachedAt(before, wantedBy(link).email, true));
    // Whatever else went to the old address lets nobody in any more.
    await voidLinks(db, after, voidByAddress);
    await forgetMailProofs(auth, after.id);
    const back = await newLink(db, now, {
      purpose: "take-back",
      person: { personId: after.id, accountId: after.accountId },
      hours: links["address-changed"].hours,
      besides: true,
      data: JSON.stringify({ email: before.email } satisfies Wanted),
    });
    const id = signInIdOf(after);
    await tell(auth, before, { kind: "address-changed", link: back, params: { id, newAddress: maskedAddress(after.email) } });
    await tell(auth, after, { kind: "address-confirmed", params: { id } });
    return { value: null, before, after };
  },
  audit: ({ before, after }) => ({ by: { id: after.id, name: knownAsOf(after) }, changes: changesBetween(before, after, ["email"]) }),
  violated: takenMeanwhile,
});

/**
 * *It was not me*: the address from before is back, every session ends, the password is good for nothing, and second
 * factors that are as new as the change are gone. Where none is left two-factor stays required all the same, so that
 * the mailbox alone never opens what was protected. The link to set a new password comes back at once. Links to take back an older address stay, as that one was somebody's before.
 */
export const takeBackAddress = change({
  permission: "email.take-back",
  input: byToken,
  prepare: async ({ token }, { db, now }) => (await linkAndPerson(db, token, "take-back", now)) ?? refuse("conflict", "errors.link"),
  account: ({ person }) => person.accountId,
  run: async (auth, { link }) => {
    const { db, now } = auth;
    const before = await findReachable(db, link.personId);
    if (!before || !(await spendLink(db, link.id))) return refuse("conflict", "errors.link");
    const after = await putAddressBack(auth, before, reachedAt(before, wantedBy(link).email, true));
    const ended = await endEverySession(auth, after.id);
    // Whoever changed the address may have added a factor before, to be let in with.
    const gone = await removeFactorsSince(auth, after.id, new Date(link.createdAt.getTime() - suspectFor));
    await voidLinks(db, after, voidByAddress);
    await voidLinks(db, after, ["take-back"], { since: link.createdAt });
    const person = { personId: after.id, accountId: after.accountId };
    const { token } = await newLink(db, now, { purpose: "reset", person, hours: links.reset.hours });
    if (before.email !== after.email) await tell(auth, { ...after, email: before.email, provedKey: before.provedKey }, { kind: "address-taken-back", params: { id: signInIdOf(after) } });
    if (gone.factors.length + gone.codes > 0) {
      const name = gone.factors.map((factor) => factor.name).join(", ");
      await tell(auth, after, { kind: "factors-doubted", params: { ...(name && { name }) } });
    }
    return { value: { token }, before, after, ended, gone };
  },
  audit: ({ before, after, ended, gone }) => ({
    by: { id: after.id, name: knownAsOf(after) },
    changes: [
      ...changesBetween(before, after, ["email", "status"]),
      ...gone.factors.map(factorGone),
      ...(gone.codes > 0 ? [{ field: "codes", before: String(gone.codes), after: "0" }] : []),
      ...endedSessions(ended),
    ],
  }),
  violated: takenMeanwhile,
});

/** The operator sets the address of a holder, whom nobody in the account can help. Both addresses are told. */
export const setHolderAddress = change({
  permission: "email.set",
  input: holderAddress,
  prepare: async ({ id, email }, auth) => {
    const holder = await findHolderNamed(auth, parseSignIn(id));
    if (!holder) return refuse("not_found", "errors.no_holder", { id });
    return holder.email === email ? invalid({ email: sentence("errors.email.same") }) : { holder, email };
  },
  account: ({ holder }) => holder.accountId,
  run: async (auth, { holder, email }) => {
    const before = await findReachable(auth.db, holder.id);
    if (!before) return refuse("not_found", "errors.no_holder", { id: holder.email });
    const after = await changeOwnAddress(auth, before, reachedAt(before, email, false));
    await voidLinks(auth.db, after, voidByAddress);
    await forgetMailProofs(auth, after.id);
    const notice = { kind: "address-set", params: { who: provider(), newAddress: maskedAddress(email) } } as const;
    await tell(auth, before, notice);
    await tell(auth, after, notice);
    return { value: { signInId: signInIdOf(after), email }, before, after };
  },
  audit: ({ before, after }) => ({ subject: { id: after.id, name: knownAsOf(after) }, changes: changesBetween(before, after, ["email"]) }),
  violated: (error) => (isUniqueViolation(error, "emailKey") ? invalid({ email: sentence("errors.email.exists") }) : null),
});

async function linkAndPerson(db: Db, token: string, purpose: "confirm-address" | "take-back", now: Date) {
  const link = await findLink(db, token, [purpose], now);
  const person = link && (await findReachable(db, link.personId));
  return person ? { link, person } : null;
}

const wantedBy = ({ data }: { data: string }): Wanted => ({ email: keptAddress((JSON.parse(data) as Wanted).email) });

/** The address, whether a link proved it to be theirs, and by what the person is found once they have it: holders are in no list. */
const reachedAt = (person: Addressed, email: string, proved: boolean) => ({ email, proved, searchText: person.kind === "holder" ? "" : searchTextOf({ ...person, email }) });

function takenMeanwhile(error: unknown) {
  return isUniqueViolation(error, "emailKey") ? refuse("conflict", "errors.address_taken") : null;
}
