import "server-only";
import { browserOf, type Member } from "@/lib/access/actor";
import type { Autocommit, Locked } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimit, countAttempt, resetAttempts, waiting } from "@/lib/access/limits";
import { findPersonForUpdate, findPersonToSignIn, recordLogin } from "@/lib/domain/accounts/store";
import { notify } from "@/lib/domain/mail/notices";
import { ownPasswordHash } from "@/lib/domain/passwords/store";
import { deviceOf } from "@/lib/domain/sessions/device";
import { endedOthers, endedSession, renewedSession, startedSession } from "@/lib/domain/sessions/output";
import { endedSessions, triesToLogIn } from "@/lib/domain/sessions/rules";
import { sessionById, signIn, usedSessions } from "@/lib/domain/sessions/schema";
import { consumeNetworkLimit, refused, startSession } from "@/lib/domain/sessions/start-session";
import {
  endOtherSessions as endOthers,
  endOwnOther,
  endOwnSession,
  findPersonLoggingIn,
  hasOtherSessions,
  markProved,
  renewToken,
  touchSessions,
} from "@/lib/domain/sessions/store";
import { otherSession, pendingFactorOwner } from "@/lib/domain/sessions/targets";
import { recordAttempt, settleAttempt } from "@/lib/domain/sign-ins/store";
import { credentialOf, readKeyAnswer } from "@/lib/domain/two-factor/keys";
import { checkFactor, checkProof, refuseUsed } from "@/lib/domain/two-factor/proofs";
import { appCode, passkeyAnswer, proof, verification } from "@/lib/domain/two-factor/schema";
import { findKey, ownCodes, spendProof } from "@/lib/domain/two-factor/store";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import { none, nothing } from "@/lib/isomorphic/fields";
import { knownAsOf } from "@/lib/isomorphic/identifiers";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { env } from "@/lib/runtime/env.mjs";
import { knows } from "@/lib/security/known-browser";
import { limitKey } from "@/lib/security/limit-key";
import { hashPassword, needsRehash, verifyPassword } from "@/lib/security/password-hash";

/**
 * Logs in with a digital ID, handle, email address or composite ID. Unknown ID, wrong password, disabled, removed and no password
 * all get the same answer in the same time. Tries count before the password is checked.
 */
export const logIn = change({
  permission: "session.start",
  input: signIn,
  output: startedSession,
  // No `target`: its refusal would reveal whether the ID exists.
  prepare: async (auth, { input: { id, password } }) => {
    const typed = parseSignIn(id);
    const person = await findPersonToSignIn(auth, typed);
    const identity = person?.id ?? JSON.stringify(typed);
    const network = await consumeNetworkLimit(auth);
    if (!network.admitted) return refused(waiting(network.retryAt));
    const known = knows(browserOf(auth.actor).known, person ?? { id: identity, browserSalt: "" });
    const tries = triesToLogIn(identity, known);
    const guess = await countAttempt(auth, { key: tries }, Date.now());
    if (!guess.admitted) {
      await network.refund();
      return refused(waiting(guess.retryAt));
    }
    // In parallel: noting the try of an existing person must not add to the time of the hash.
    const [right, tryId] = await Promise.all([
      verifyPassword(password, person?.passwordHash ?? null),
      person && recordFailedAttempt(auth, person),
    ]);
    if (!person?.passwordHash || !tryId || !right || person.disabledAt || person.removedAt)
      return refused(refuseLogin(password));
    // The network gets only this turn back: its other turns may be guesses at other people.
    await Promise.all([network.refund(), resetAttempts(auth, [tries])]);
    const renewed = needsRehash(person.passwordHash) ? await hashPassword(password) : null;
    return { person, renewed, tryId };
  },
  account: ({ prepared }) => prepared.person.accountId,
  run: async (auth, { input: { password, next }, prepared: { person, renewed, tryId } }) => {
    const current = await findPersonForUpdate(auth, person);
    if (!current) return refuseLogin(password);
    // With two-factor authentication, the password only opens the page for the second step.
    const factorDue = current.twoFactor;
    await recordLogin(auth, current, { renewed, arrived: !factorDue });
    await settleAttempt(auth, tryId, factorDue ? "factor-asked" : "done");
    const started = await startSession(auth, current, { method: "password", factorDue });
    return { value: { ...started, next }, current, factorDue };
  },
  audit: ({ current, factorDue }) => ({
    by: nameOf(current),
    changes: factorDue ? [{ field: "factor", before: null, after: "asked" }] : [],
  }),
});

/** Completes a login with two-factor authentication, by any verification method of the user. The session gets a new token. */
export const verifyLogIn = change({
  permission: "session.verify",
  input: verification,
  output: startedSession,
  target: pendingFactorOwner,
  prepare: async (auth, { input: sent }) => {
    const proof = await checkFactor(auth, sent);
    if (!isRefusal(proof)) return proof;
    const method = sent.answer ? "key" : appCode.test(sent.code) ? "app" : "code";
    if (proof.outcome === "too_many") await notifyOfWrongCodes(auth);
    if (proof.outcome === "invalid")
      await recordAttempt(auth, { ...attemptOf(auth.actor), method, outcome: "wrong-code" });
    return refused(proof);
  },
  run: async (auth, { input: { next }, prepared: proof }) => {
    const used = refuseUsed(proof, await spendProof(auth, auth.actor.principal.personId, proof));
    if (used) return used;
    const person = await findPersonLoggingIn(auth);
    await recordLogin(auth, person, { renewed: null, arrived: true });
    if (proof.method === "code") await notifyOfFewCodes(auth, person);
    await recordAttempt(auth, { ...attemptOf(auth.actor), method: proof.method, outcome: "done" });
    await endOwnSession(auth);
    const started = await startSession(auth, person, { method: proof.method, factorDue: false });
    return { value: { ...started, next }, method: proof.method };
  },
  audit: ({ method }) => ({ changes: [{ field: "factor", before: null, after: method }] }),
});

/** Logs in with a passkey. It combines two factors: a device, and a PIN or biometrics. */
export const logInWithPasskey = change({
  permission: "session.start-passkey",
  input: passkeyAnswer,
  output: startedSession,
  prepare: async (auth, { input: { answer } }) => {
    const network = await consumeNetworkLimit(auth);
    if (!network.admitted) return refused(waiting(network.retryAt));
    const credentialId = credentialOf(answer);
    const key = credentialId ? await findKey(auth, credentialId) : null;
    const read = key && (await readKeyAnswer(answer, key, "sign-in", ""));
    if (!key || !read) return refused(unknownKey);
    await network.refund();
    return { person: key.person, proof: { method: "passkey" as const, factorId: key.id, ...read } };
  },
  account: ({ prepared }) => prepared.person.accountId,
  run: async (auth, { input: { next }, prepared: { person, proof } }) => {
    const current = await findPersonForUpdate(auth, person);
    if (!current) return unknownKey;
    const used = refuseUsed(proof, await spendProof(auth, current.id, proof));
    if (used) return used;
    await recordLogin(auth, current, { renewed: null, arrived: true });
    const { accountId, id: personId } = current;
    await recordAttempt(auth, { accountId, personId, method: "passkey", outcome: "done", ...clientOf(auth.actor) });
    const started = await startSession(auth, current, { method: "passkey", factorDue: false });
    return { value: { ...started, next }, current };
  },
  audit: ({ current }) => ({ by: nameOf(current), changes: [{ field: "factor", before: null, after: "passkey" }] }),
});

/** Re-authenticates by the password or any verification method, before a sensitive operation. */
export const confirmSession = change({
  permission: "session.confirm",
  input: proof,
  output: renewedSession,
  prepare: async (auth, { input: sent }) => {
    const proved = await checkProof(auth, sent, await ownPasswordHash(auth));
    return isRefusal(proved) ? refused(proved) : { proved };
  },
  run: async (auth, { prepared: { proved } }) => {
    const used = proved && refuseUsed(proved, await spendProof(auth, auth.actor.principal.personId, proved));
    if (used) return used;
    await markProved(auth);
    return { value: { token: await renewToken(auth) }, method: proved?.method ?? "password" };
  },
  audit: ({ method }) => ({ changes: [{ field: "factor", before: null, after: method }] }),
});

/** Ends another session of the actor. */
export const endSession = change({
  permission: "session.end-one",
  input: sessionById,
  output: endedSession,
  target: otherSession,
  run: async (auth, { target: session }) => ({
    value: { ...deviceOf(session.userAgent), ...(await endOwnOther(auth, session)) },
  }),
  audit: () => ({ changes: endedSessions(1) }),
});

/** Ends all sessions of the actor except the current one. */
export const endOtherSessions = change({
  permission: "session.end-others",
  input: nothing,
  output: endedOthers,
  run: async (auth) =>
    // Without other sessions nothing changes, and the browser keeps its mark.
    (await hasOtherSessions(auth)) ? { value: await endOthers(auth) } : unchanged({ ended: 0, known: null }),
  audit: ({ value }) => ({ changes: endedSessions(value.ended) }),
});

/** Logs out: deletes the session's row, so its cookie is worthless. */
export const logOut = change({
  permission: "session.end",
  input: nothing,
  output: none,
  run: async (auth) => {
    await endOwnSession(auth);
    return { value: null };
  },
  audit: () => ({ changes: [] }),
});

/** Notes that sessions were used just now: see lib/doors/last-seen.ts. */
export const recordUse = job({
  permission: "session.note-use",
  input: usedSessions,
  output: none,
  run: async (auth, { ids }) => {
    await touchSessions(auth, ids);
    return null;
  },
});

type Person = NonNullable<Awaited<ReturnType<typeof findPersonToSignIn>>>;

/** One answer for every failure. Its hint about spaces depends only on the typed password, not on whether the ID exists. */
const refuseLogin = (password: string): Refusal =>
  refuse("invalid", hasBlankEnd(password) ? "errors.sign_in_blank" : "errors.sign_in");

const unknownKey = refuse("invalid", "errors.key.unknown");

/** Steward warns the user by email when this many backup codes are left. */
const fewCodes = 3;

async function notifyOfFewCodes(auth: Locked<"session.verify">, person: Person): Promise<void> {
  const left = (await ownCodes(auth)).length;
  if (left <= fewCodes) await notify(auth, person, { kind: "codes-low", params: { left } });
}

/** Warns the user that a person who knows the password guesses codes. At most one email per hour. */
async function notifyOfWrongCodes(auth: Autocommit<"session.verify">): Promise<void> {
  const {
    principal: { personId },
    source,
  } = auth.actor;
  const turn = await consumeLimit(
    auth,
    { key: limitKey(env.secret, "wrong codes told", personId), limit: 1, window: 3_600_000 },
    auth.now.getTime(),
  );
  if (turn.admitted) await notify(auth, personId, { kind: "wrong-codes", params: { address: source } });
}

/** Notes a login try for an existing person as failed. A successful login settles it later. */
const recordFailedAttempt = (
  auth: Autocommit<"session.start">,
  { id, accountId, disabledAt }: Person,
): Promise<string> =>
  recordAttempt(auth, {
    accountId,
    personId: id,
    method: "password",
    outcome: disabledAt ? "disabled" : "wrong-password",
    ...clientOf(auth.actor),
  });

const attemptOf = (actor: Member) => ({
  accountId: actor.principal.accountId,
  personId: actor.principal.personId,
  ...clientOf(actor),
});

/** The actor's IP address and browser. */
const clientOf = (actor: Parameters<typeof browserOf>[0]) => ({
  ip: actor.source,
  userAgent: browserOf(actor).userAgent,
});

const nameOf = (person: Person) => ({ id: person.id, name: knownAsOf(person) });
