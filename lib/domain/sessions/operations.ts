import "server-only";
import { browserOf, type Member } from "@/lib/access/actor";
import type { Lasting, Locked } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { forgetTries, takeTry, takeTurn, waiting } from "@/lib/access/limits";
import { findPersonToSignIn, findStillAdmitted, noteSignIn } from "@/lib/domain/accounts/store";
import { tell } from "@/lib/domain/mail/notices";
import { ownPasswordHash } from "@/lib/domain/passwords/store";
import { refused, startSession, takeNetworkTurn } from "@/lib/domain/sessions/arrival";
import { deviceOf } from "@/lib/domain/sessions/device";
import { endedOthers, endedSession, renewedSession, startedSession } from "@/lib/domain/sessions/output";
import { endedSessions, triesToLogIn } from "@/lib/domain/sessions/rules";
import { sessionById, signIn, usedSessions } from "@/lib/domain/sessions/schema";
import {
  endOtherSessions as endOthers,
  endOwnOther,
  endOwnSession,
  findComing,
  hasOtherSessions,
  markProved,
  renewToken,
  touchSessions,
} from "@/lib/domain/sessions/store";
import { otherSession, owedFactor } from "@/lib/domain/sessions/targets";
import { noteTry, settleTry } from "@/lib/domain/sign-ins/store";
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
 * Log in with a digital ID, a handle, an e-mail address or a composite ID. Unknown, wrong, disabled, removed and
 * without a password all get the same answer in the same time; tries are counted before the password is looked at.
 */
export const logIn = change({
  permission: "session.start",
  input: signIn,
  output: startedSession,
  // Who it is is no target: whether there is anybody is not to be told.
  prepare: async (auth, { input: { id, password } }) => {
    const typed = parseSignIn(id);
    const person = await findPersonToSignIn(auth, typed);
    const identity = person?.id ?? JSON.stringify(typed);
    const network = await takeNetworkTurn(auth);
    if (!network.admitted) return refused(waiting(network.retryAt));
    const known = knows(browserOf(auth.actor).known, person ?? { id: identity, browserSalt: "" });
    const tries = triesToLogIn(identity, known);
    const guess = await takeTry(auth, { key: tries }, Date.now());
    if (!guess.admitted) {
      await network.giveBack();
      return refused(waiting(guess.retryAt));
    }
    // Both at once: what is kept of a known person takes no time beside the hash.
    const [right, tryId] = await Promise.all([verifyPassword(password, person?.passwordHash ?? null), person && noted(auth, person)]);
    if (!person?.passwordHash || !tryId || !right || person.disabledAt || person.removedAt) return refused(wrongFor(password));
    // The network gets back this turn alone: others of it may be guesses at other people.
    await Promise.all([network.giveBack(), forgetTries(auth, [tries])]);
    const renewed = needsRehash(person.passwordHash) ? await hashPassword(password) : null;
    return { person, renewed, tryId };
  },
  account: ({ prepared }) => prepared.person.accountId,
  run: async (auth, { input: { password, next }, prepared: { person, renewed, tryId } }) => {
    const still = await findStillAdmitted(auth, person);
    if (!still) return wrongFor(password);
    // With two-factor the password opens nothing but the page that asks for the factor.
    const factorDue = still.twoFactor;
    await noteSignIn(auth, still, { renewed, arrived: !factorDue });
    await settleTry(auth, tryId, factorDue ? "factor-asked" : "done");
    const started = await startSession(auth, still, { method: "password", factorDue });
    return { value: { ...started, next }, still, factorDue };
  },
  audit: ({ still, factorDue }) => ({ by: nameOf(still), changes: factorDue ? [{ field: "factor", before: null, after: "asked" }] : [] }),
});

/** The second step of a log-in with two-factor: any factor the person has. The session gets a new token, and opens. */
export const verifyLogIn = change({
  permission: "session.verify",
  input: verification,
  output: startedSession,
  target: owedFactor,
  prepare: async (auth, { input: sent }) => {
    const proof = await checkFactor(auth, sent);
    if (!isRefusal(proof)) return proof;
    const method = sent.answer ? "key" : appCode.test(sent.code) ? "app" : "code";
    if (proof.outcome === "too_many") await tellOfWrongCodes(auth);
    if (proof.outcome === "invalid") await noteTry(auth, { ...tryOf(auth.actor), method, outcome: "wrong-code" });
    return refused(proof);
  },
  run: async (auth, { input: { next }, prepared: proof }) => {
    const used = refuseUsed(proof, await spendProof(auth, auth.actor.principal.personId, proof));
    if (used) return used;
    const person = await findComing(auth);
    await noteSignIn(auth, person, { renewed: null, arrived: true });
    if (proof.method === "code") await tellOfFewCodes(auth, person);
    await noteTry(auth, { ...tryOf(auth.actor), method: proof.method, outcome: "done" });
    await endOwnSession(auth);
    const started = await startSession(auth, person, { method: proof.method, factorDue: false });
    return { value: { ...started, next }, method: proof.method };
  },
  audit: ({ method }) => ({ changes: [{ field: "factor", before: null, after: method }] }),
});

/** Log in with a passkey: it is two factors in one, what one has and what one knows or is. */
export const logInWithPasskey = change({
  permission: "session.start-passkey",
  input: passkeyAnswer,
  output: startedSession,
  prepare: async (auth, { input: { answer } }) => {
    const network = await takeNetworkTurn(auth);
    if (!network.admitted) return refused(waiting(network.retryAt));
    const credentialId = credentialOf(answer);
    const key = credentialId ? await findKey(auth, credentialId) : null;
    const read = key && (await readKeyAnswer(answer, key, "sign-in", ""));
    if (!key || !read) return refused(unknownKey);
    await network.giveBack();
    return { person: key.person, proof: { method: "passkey" as const, factorId: key.id, ...read } };
  },
  account: ({ prepared }) => prepared.person.accountId,
  run: async (auth, { input: { next }, prepared: { person, proof } }) => {
    const still = await findStillAdmitted(auth, person);
    if (!still) return unknownKey;
    const used = refuseUsed(proof, await spendProof(auth, still.id, proof));
    if (used) return used;
    await noteSignIn(auth, still, { renewed: null, arrived: true });
    const { accountId, id: personId } = still;
    await noteTry(auth, { accountId, personId, method: "passkey", outcome: "done", ...whence(auth.actor) });
    const started = await startSession(auth, still, { method: "passkey", factorDue: false });
    return { value: { ...started, next }, still };
  },
  audit: ({ still }) => ({ by: nameOf(still), changes: [{ field: "factor", before: null, after: "passkey" }] }),
});

/** Say again that it is oneself, by the password or any factor, before something sensitive. */
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

/** End another session of one's own. */
export const endSession = change({
  permission: "session.end-one",
  input: sessionById,
  output: endedSession,
  target: otherSession,
  run: async (auth, { target: session }) => ({ value: { ...deviceOf(session.userAgent), ...(await endOwnOther(auth, session)) } }),
  audit: () => ({ changes: endedSessions(1) }),
});

/** End all sessions of one's own but the one in use. */
export const endOtherSessions = change({
  permission: "session.end-others",
  input: nothing,
  output: endedOthers,
  run: async (auth) =>
    // Where there is none nothing is changed, and the browser's mark is as good as before.
    (await hasOtherSessions(auth)) ? { value: await endOthers(auth) } : unchanged({ ended: 0, known: null }),
  audit: ({ value }) => ({ changes: endedSessions(value.ended) }),
});

/** Log out: the session's row is gone, so its cookie opens nothing any more. */
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

/** Note that sessions were used just now: see lib/doors/last-seen.ts. */
export const noteUse = job({
  permission: "session.note-use",
  input: usedSessions,
  output: none,
  run: async (auth, { ids }) => {
    await touchSessions(auth, ids);
    return null;
  },
});

type Person = NonNullable<Awaited<ReturnType<typeof findPersonToSignIn>>>;

/** One answer for all that can be wrong. What it says besides is of the typed password alone, whether or not anybody has that ID. */
const wrongFor = (password: string): Refusal => refuse("invalid", hasBlankEnd(password) ? "errors.sign_in_blank" : "errors.sign_in");

const unknownKey = refuse("invalid", "errors.key.unknown");

/** Backup codes that are left when their person is told that they are few. */
const fewCodes = 3;

async function tellOfFewCodes(auth: Locked<"session.verify">, person: Person): Promise<void> {
  const left = (await ownCodes(auth)).length;
  if (left <= fewCodes) await tell(auth, person, { kind: "codes-low", params: { left } });
}

/** Somebody knows the password and guesses at the codes: their person is told, once an hour at most. */
async function tellOfWrongCodes(auth: Lasting<"session.verify">): Promise<void> {
  const { principal: { personId }, address } = auth.actor;
  const turn = await takeTurn(auth, { key: limitKey(env.secret, "wrong codes told", personId), limit: 1, window: 3_600_000 }, auth.now.getTime());
  if (turn.admitted) await tell(auth, personId, { kind: "wrong-codes", params: { address } });
}

/** A try with the password at somebody who exists, kept as refused until they come in. */
const noted = (auth: Lasting<"session.start">, { id, accountId, disabledAt }: Person): Promise<string> =>
  noteTry(auth, { accountId, personId: id, method: "password", outcome: disabledAt ? "disabled" : "wrong-password", ...whence(auth.actor) });

const tryOf = (actor: Member) => ({ accountId: actor.principal.accountId, personId: actor.principal.personId, ...whence(actor) });

/** From where and with what somebody comes. */
const whence = (actor: Parameters<typeof browserOf>[0]) => ({ address: actor.address, userAgent: browserOf(actor).userAgent });

const nameOf = (person: Person) => ({ id: person.id, name: knownAsOf(person) });
