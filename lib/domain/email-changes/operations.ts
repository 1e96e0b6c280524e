import "server-only";
import { changesBetween } from "@/lib/access/audit";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { change } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimit, waiting } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { isUniqueViolation } from "@/lib/database/db";
import { linkedEmail, setEmail, takenBack } from "@/lib/domain/email-changes/output";
import { maskEmail, mostChanges, noticesTo, suspectFor } from "@/lib/domain/email-changes/rules";
import { emailLink, holderEmail, newEmail } from "@/lib/domain/email-changes/schema";
import {
  changeOwnEmail,
  claimPendingEmailChange,
  findHolderByEmail,
  findPendingEmailChange,
  findPendingPerson,
  findReachable,
  listPendingEmailChanges,
  restoreEmail,
  savePendingEmailChange,
  type PendingEmailChange,
  type ReachablePerson,
} from "@/lib/domain/email-changes/store";
import { byToken, voidByEmailChange } from "@/lib/domain/mail-links/schema";
import { findLink, newLink, spendLink, voidLinks } from "@/lib/domain/mail-links/store";
import { notify, notifyOfTakenEmail, provider } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { queueMail } from "@/lib/domain/mail/store";
import { findHolderNamed } from "@/lib/domain/people/store";
import { endedSessions } from "@/lib/domain/sessions/rules";
import { endEverySession, revokeMailProofs } from "@/lib/domain/sessions/store";
import { factorGone } from "@/lib/domain/two-factor/rules";
import { removeFactorsSince } from "@/lib/domain/two-factor/store";
import { searchTextOf } from "@/lib/domain/users/store";
import { normalizeEmail } from "@/lib/isomorphic/email.mjs";
import { none, rowById } from "@/lib/isomorphic/fields";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import { invalid, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { decrypt, encrypt } from "@/lib/security/encryption";
import { limitKey } from "@/lib/security/limit-key";

const pendingContext = "address request";

/**
 * Requests a new email address for the actor. Notifies the old one. Nothing changes until the new one is confirmed. Steward checks later
 * whether another account holder has it, so neither the answer nor its time reveals that.
 */
export const changeEmail = change({
  permission: "email.change",
  input: newEmail,
  output: none,
  prepare: async (auth, { input: { email } }) => {
    const { principal } = auth.actor;
    if (email === principal.email) return invalid({ email: sentence("errors.email.same") });
    const key = limitKey(env.secret, "address person", principal.personId);
    const turn = await consumeLimit(auth, { key, limit: mostChanges, window: 3_600_000 }, Date.now());
    return turn.admitted ? undefined : waiting(turn.retryAt);
  },
  run: async (auth, { input: { email } }) => {
    const { principal, source } = auth.actor;
    const typed = encrypt(pendingContext, JSON.stringify({ email, was: principal.email } satisfies Typed));
    await voidLinks(auth, principal.personId, ["confirm-address"]);
    await savePendingEmailChange(auth, {
      typed,
      language: principal.language || currentRequest().language,
      ip: source,
    });
    await notify(auth, principal.personId, {
      kind: "address-changing",
      params: { newAddress: maskEmail(email), address: source },
    });
    wake("pending");
    return { value: null, email };
  },
  audit: ({ email }) => ({ changes: [{ field: "askedEmail", before: null, after: email }] }),
});

type Typed = { email: string; was: string };

/**
 * Answers a request: sends a link to the new email address, or notifies the account holder who already has it. The email with the link is
 * not listed for the requester: its absence would reveal that the address is taken.
 */
export const sendEmailLink = job({
  permission: "email.send-link",
  input: rowById,
  output: none,
  waiting: listPendingEmailChanges,
  run: async (auth, { id }, { inAccount }) => {
    const pending = await findPendingEmailChange(auth, id);
    if (!pending) return null;
    const typed = JSON.parse(decrypt(pendingContext, pending.typed) ?? `{"email":"","was":""}`) as Typed;
    const [email, was] = [normalizeEmail(typed.email), normalizeEmail(typed.was)];
    const person = await findPendingPerson(auth, pending, was);
    const holder = person?.kind === "holder" ? await findHolderByEmail(auth, email) : null;
    const other = holder?.id === person?.id ? null : holder;
    if (!person || (other && !(await consumeLimit(auth, noticesTo(other), Date.now())).admitted)) {
      await claimPendingEmailChange(auth, pending.id);
      return null;
    }
    if (other) {
      const find = (inside: Authorized<"email.send-link">) => findHolderByEmail(inside, email);
      return inAccount(
        other.accountId,
        notifyOfTakenEmail({ find, take: (inside) => claimPendingEmailChange(inside, pending.id) }),
      );
    }
    return inAccount(person.accountId, async (inside) => {
      await answer(inside, pending, person, { email, was });
      // The request has already written its entry.
      return { value: null, lines: [] };
    });
  },
});

/** Sends the link to the new email address, unless the request has become void. */
async function answer(
  auth: Locked<"email.send-link">,
  pending: PendingEmailChange,
  person: ReachablePerson,
  { email, was }: Typed,
): Promise<void> {
  // If another account holder has taken the email address in between, the next run notifies them.
  const taken =
    person.kind === "holder" && ![person.id, undefined].includes((await findHolderByEmail(auth, email))?.id);
  if (taken || !(await claimPendingEmailChange(auth, pending.id)) || !(await findPendingPerson(auth, pending, was)))
    return;
  const link = await newLink(auth, {
    purpose: "confirm-address",
    personId: person.id,
    hours: links["confirm-address"].hours,
    data: JSON.stringify({ email } satisfies Wanted),
  });
  // The email address is unconfirmed: see `withoutWords`.
  const params = {
    account: person.account.digitalId,
    address: pending.ip,
    when: auth.now.toISOString(),
    zone: person.timeZone,
  };
  await queueMail(auth, {
    kind: "confirm-address",
    to: { email, language: pending.language, askedIn: person.accountId },
    link,
    params,
  });
}

/** The data of a link: the email address that it sets. */
type Wanted = { email: string };

/** The ID and new email address of a link, for its page. Null if the link is invalid. */
export const viewEmailLink = read({
  permission: "email.view-link",
  input: emailLink,
  output: linkedEmail,
  run: async (auth, { token, purpose }) => {
    const link = await findLink(auth, token, [purpose]);
    const person = link && (await findReachable(auth, link.personId));
    return person ? { signInId: signInIdOf(person), email: wantedBy(link).email } : null;
  },
});

/** Confirms a new email address by the link sent to it. The old address gets a link to take the change back. */
export const confirmEmail = change({
  permission: "email.confirm",
  input: byToken,
  output: none,
  target: (auth, { token }) => linkAndPerson(auth, token, "confirm-address"),
  account: ({ target }) => target.person.accountId,
  run: async (auth, { target: { link, person: before } }) => {
    if (!(await spendLink(auth, link.id))) return refuse("conflict", "errors.link");
    const after = await changeOwnEmail(auth, before, reachedAt(before, wantedBy(link).email, true));
    // All other links to the old email address become void.
    await voidLinks(auth, after.id, voidByEmailChange);
    await revokeMailProofs(auth, after.id);
    const back = await newLink(auth, {
      purpose: "take-back",
      personId: after.id,
      hours: links["address-changed"].hours,
      besides: true,
      data: JSON.stringify({ email: before.email } satisfies Wanted),
    });
    const id = signInIdOf(after);
    await notify(auth, before, {
      kind: "address-changed",
      link: back,
      params: { id, newAddress: maskEmail(after.email) },
    });
    await notify(auth, after, { kind: "address-confirmed", params: { id } });
    return { value: null, before, after };
  },
  audit: ({ before, after }) => ({
    by: { id: after.id, name: knownAsOf(after) },
    changes: changesBetween(before, after, ["email"]),
  }),
  violated: takenMeanwhile,
});

/**
 * *It was not me*: restores the old email address, ends every session, voids the password, and deletes verification methods that are as new
 * as the change. Two-factor authentication stays on even without any method left, so that access to the mailbox alone never opens a
 * protected login. Returns a link to set a new password. Links to take back an even older address stay valid: it came before.
 */
export const takeBackEmail = change({
  permission: "email.take-back",
  input: byToken,
  output: takenBack,
  target: (auth, { token }) => linkAndPerson(auth, token, "take-back"),
  account: ({ target }) => target.person.accountId,
  run: async (auth, { target: { link, person: before } }) => {
    if (!(await spendLink(auth, link.id))) return refuse("conflict", "errors.link");
    const after = await restoreEmail(auth, before, reachedAt(before, wantedBy(link).email, true));
    const ended = await endEverySession(auth, after.id);
    // An attacker may have added a verification method before they changed the email address.
    const gone = await removeFactorsSince(auth, after.id, new Date(link.createdAt.getTime() - suspectFor));
    await voidLinks(auth, after.id, voidByEmailChange);
    await voidLinks(auth, after.id, ["take-back"], { since: link.createdAt });
    const { token } = await newLink(auth, { purpose: "reset", personId: after.id, hours: links.reset.hours });
    const remaining = { ...after, email: before.email, provedKey: before.provedKey };
    if (before.email !== after.email)
      await notify(auth, remaining, { kind: "address-taken-back", params: { id: signInIdOf(after) } });
    if (gone.factors.length + gone.codes > 0) {
      const name = gone.factors.map((factor) => factor.name).join(", ");
      await notify(auth, after, { kind: "factors-doubted", params: { ...(name && { name }) } });
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

/** Sets the email address of an account holder, by the operator: nobody in the account can help them. Notifies both addresses. */
export const setHolderEmail = change({
  permission: "email.set",
  input: holderEmail,
  output: setEmail,
  target: async (auth, { id, email }) => {
    const holder = await findHolderNamed(auth, parseSignIn(id));
    const reached = holder && (await findReachable(auth, holder.id));
    if (!reached) return refuse("not_found", "errors.no_holder", { id });
    return reached.email === email ? invalid({ email: sentence("errors.email.same") }) : reached;
  },
  account: ({ target }) => target.accountId,
  run: async (auth, { input: { email }, target: before }) => {
    const after = await changeOwnEmail(auth, before, reachedAt(before, email, false));
    await voidLinks(auth, after.id, voidByEmailChange);
    await revokeMailProofs(auth, after.id);
    const notice = { kind: "address-set", params: { who: provider(), newAddress: maskEmail(email) } } as const;
    await notify(auth, before, notice);
    await notify(auth, after, notice);
    return { value: { signInId: signInIdOf(after), email }, before, after };
  },
  audit: ({ before, after }) => ({
    subject: { id: after.id, name: knownAsOf(after) },
    changes: changesBetween(before, after, ["email"]),
  }),
  violated: (error) =>
    isUniqueViolation(error, "emailKey") ? invalid({ email: sentence("errors.email.exists") }) : null,
});

/** Finds a valid link, and the person whose email address it changes. */
async function linkAndPerson(
  auth: Authorized<"email.confirm" | "email.take-back">,
  token: string,
  purpose: "confirm-address" | "take-back",
) {
  const link = await findLink(auth, token, [purpose]);
  const person = link && (await findReachable(auth, link.personId));
  return person ? { link, person } : refuse("conflict", "errors.link");
}

const wantedBy = ({ data }: { data: string }): Wanted => ({
  email: normalizeEmail((JSON.parse(data) as Wanted).email),
});

/** The new email address, whether a link confirmed it, and the new search text. Account holders have none: they are in no list. */
const reachedAt = (person: ReachablePerson, email: string, proved: boolean) => ({
  email,
  proved,
  searchText: person.kind === "holder" ? "" : searchTextOf({ ...person, email }),
});

function takenMeanwhile(error: unknown): Refusal | null {
  return isUniqueViolation(error, "emailKey") ? refuse("conflict", "errors.address_taken") : null;
}
