import "server-only";
import type { Locked } from "@/lib/access/authorize";
import { change } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimit } from "@/lib/access/limits";
import { deferred, read } from "@/lib/access/operation";
import { isUnavailable } from "@/lib/database/db";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, newLink, spendLink, voidLinks } from "@/lib/domain/mail-links/store";
import { notify } from "@/lib/domain/mail/notices";
import { isDelayedByRateLimit, isWithinRateLimit } from "@/lib/domain/mail/rate-limit";
import { links } from "@/lib/domain/mail/rules";
import { passwordLink, passwordSet } from "@/lib/domain/password-links/output";
import { forgottenPassword, passwordReset } from "@/lib/domain/password-links/schema";
import {
  deletePendingReset,
  findPendingReset,
  findPeopleNamed,
  findResettable,
  holderLanguage,
  listPendingResets,
  recordAnswer,
  resetPassword,
  savePendingReset,
  type PendingReset,
  type Resettable,
  type SharedLink,
} from "@/lib/domain/password-links/store";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { endedSessions, resetPasswordAttempts } from "@/lib/domain/sessions/rules";
import { endEverySession } from "@/lib/domain/sessions/store";
import { none, rowById } from "@/lib/isomorphic/fields";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import { invalid, refuse, sentence } from "@/lib/isomorphic/result";
import { parseSignIn, type SignIn } from "@/lib/isomorphic/sign-in-id";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { decrypt, encrypt } from "@/lib/security/encryption";
import { limitKey } from "@/lib/security/limit-key";

const anHour = 3_600_000;

/** The purposes of links to set a password. */
const purposes = ["reset", "activation"] as const;

/**
 * Requests a link to set a new password. Stored and completed later, so neither the answer nor its time reveals whether the ID or
 * email address exists (OWASP ASVS 5.0, V6.3.8).
 */
export const requestPasswordReset = deferred({
  permission: "password.forget",
  input: forgottenPassword,
  output: none,
  run: async (auth, { id }) => {
    const { network, ip, language } = currentRequest();
    const key = limitKey(env.secret, "reset network", network);
    const turn = await consumeLimit(auth, { key, limit: env.resetsPerNetwork, window: anHour }, Date.now());
    if (!turn.admitted)
      return refuse("too_many", "errors.resets", { minutes: Math.ceil((turn.retryAt - Date.now()) / 60_000) });
    await savePendingReset(auth, { typed: encrypt(pendingContext, id), language, ip });
    wake("pending");
    return null;
  },
});

const pendingContext = "reset request";

/**
 * Answers a request in one account per run: emails the people with that ID or email address. Deletes the request once no account is left.
 * Each account gets an email, a link and entries about its own people only. A request by email address can concern several
 * accounts, so none of them learns where it came from.
 */
export const sendPasswordLink = job({
  permission: "password.send-link",
  input: rowById,
  output: none,
  waiting: listPendingResets,
  run: async (auth, { id }, { inAccount }) => {
    const pending = await findPendingReset(auth, id);
    if (!pending) return null;
    const typed = parseSignIn(decrypt(pendingContext, pending.typed) ?? "");
    const [first] = await findPeopleNamed(auth, typed, pending.answered);
    if (!first) {
      await deletePendingReset(auth, pending);
      return null;
    }
    const { accountId } = first;
    // If an email waits for its turn already, a new one would only replace it.
    if (await isDelayedByRateLimit(auth, { accountId, email: first.email, kind: "reset" })) {
      await recordAnswer(auth, pending, accountId);
      return null;
    }
    return inAccount(accountId, (inside) => answered(inside, pending, typed)).catch(async (error: unknown) => {
      // A failure in one account must not block other accounts with the same email address.
      if (typed.kind === "email" && !isUnavailable(error)) await recordAnswer(auth, pending, accountId);
      throw error;
    });
  },
});

/** Answers a request in one account. */
async function answered(auth: Locked<"password.send-link">, pending: PendingReset, typed: SignIn) {
  const { accountId } = auth;
  const nobody = { value: null, lines: [] };
  if (!(await recordAnswer(auth, pending, accountId))) return nobody;
  // Reads the people again: their email address may have changed in between.
  const people = (await findPeopleNamed(auth, typed, accountId - 1)).filter((person) => person.accountId === accountId);
  const [first, ...others] = people;
  if (!first) return nobody;
  const from = typed.kind === "email" ? null : pending;
  // Delivered links stay valid while this email waits, so that a stranger's requests cannot lock the user out.
  const besides = !(await isWithinRateLimit(auth, { accountId, email: first.email, kind: "reset" }));
  const link = await newPasswordLink(auth, first, others, besides);
  const params = { ids: people.map(signInIdOf).join("\n"), ...(from && { address: from.ip }) };
  const language = first.language || (from ? from.language : await holderLanguage(auth, accountId));
  await notify(auth, { ...first, language }, { kind: "reset", link, params });
  return { value: null, lines: people.map((person) => lineOf(person, from?.ip ?? null)) };
}

/** The people of a link, for its page. Null if the link is invalid. Does not use it up. */
export const viewPasswordLink = read({
  permission: "password.view-link",
  input: byToken,
  output: passwordLink,
  run: async (auth, { token }) => {
    const link = await findLink(auth, token, purposes);
    const people = link ? await findResettable(auth, link) : [];
    if (!link || people.length === 0) return null;
    const named = people.map((person) => ({ id: person.id, signInId: signInIdOf(person), words: wordsOf(person) }));
    return { people: named, activates: link.purpose === "activation" };
  },
});

/**
 * Sets a new password by an emailed link, which works once. The person's sessions end, and none starts: access to the mailbox does not
 * replace the second step of a login (OWASP ASVS 5.0, V6.4.3).
 */
export const resetOwnPassword = change({
  permission: "password.reset",
  input: passwordReset,
  output: passwordSet,
  target: async (auth, { token, person: chosen }) => {
    const link = await findLink(auth, token, purposes);
    const people = link ? await findResettable(auth, link) : [];
    if (!link || people.length === 0) return refuse("conflict", "errors.link");
    const person = chosen ? people.find(({ id }) => id === chosen) : people.length === 1 && people[0];
    return person ? { link, person } : invalid({ person: sentence("errors.choose_id") });
  },
  prepare: (_auth, { input: { password }, target: { person } }) => {
    const { login, email, firstName, lastName, account } = person;
    return acceptPassword(password, { login, email, names: [firstName, lastName], ...account });
  },
  account: ({ target }) => target.person.accountId,
  run: async (auth, { target: { link, person: before }, prepared: { hash } }) => {
    if (!(await spendLink(auth, link.id))) return refuse("conflict", "errors.link");
    const after = await resetPassword(auth, before, hash);
    await resetPasswordAttempts(auth, before.id);
    const ended = await endEverySession(auth, before.id);
    const activated = link.purpose === "activation";
    await notify(auth, after, { kind: activated ? "activated" : "password-changed" });
    return { value: { id: signInIdOf(before), activated }, before, after, ended };
  },
  audit: ({ before, after, ended }) => ({
    by: { id: before.id, name: knownAsOf(before) },
    changes: [
      ...(before.status === after.status ? [] : [{ field: "status", before: before.status, after: after.status }]),
      ...endedSessions(ended),
    ],
  }),
});

/** Makes a link for one person, or for all of the account with the same email address. Voids older ones, unless `besides` is set. */
async function newPasswordLink(
  auth: Locked<"password.send-link">,
  first: Resettable,
  others: readonly Resettable[],
  besides: boolean,
) {
  if (!besides) for (const other of others) await voidLinks(auth, other.id, ["reset"]);
  const shared: SharedLink = { ids: [first, ...others].map(({ id }) => id), emailKey: first.emailKey };
  const data = others.length > 0 ? JSON.stringify(shared) : "";
  return newLink(auth, { purpose: "reset", personId: first.id, hours: links.reset.hours, besides, data });
}

const wordsOf = ({ login, email, firstName, lastName, account }: Resettable) =>
  [env.brand, account.digitalId, account.handle, login, email, firstName, lastName].filter(Boolean);

const lineOf = (person: Resettable, from: string | null) => ({
  subject: { id: person.id, name: knownAsOf(person) },
  changes: from === null ? [] : [{ field: "askedFrom", before: null, after: from }],
});
