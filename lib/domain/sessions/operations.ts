import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { change } from "@/lib/access/operation";
import { writer } from "@/lib/database/db";
import { findPersonToSignIn, findStillAdmitted, noteSignIn } from "@/lib/domain/accounts/store";
import { tell } from "@/lib/domain/mail/notices";
import { ownPasswordHash } from "@/lib/domain/passwords/store";
import { deviceOf } from "@/lib/domain/sessions/device";
import { placeOf } from "@/lib/domain/sessions/place";
import { endedSessions, networkWindow, triesToLogIn } from "@/lib/domain/sessions/rules";
import { sessionById, signIn } from "@/lib/domain/sessions/schema";
import {
  endOtherSessions as endOthers,
  endOwnOther,
  endOwnSession,
  endSessionOfToken,
  insertSession,
  markProved,
  renewToken,
} from "@/lib/domain/sessions/store";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import { noteTry, settleTry } from "@/lib/domain/sign-ins/store";
import { credentialOf, readKeyAnswer } from "@/lib/domain/two-factor/keys";
import { checkFactor, checkProof, refuseUsed } from "@/lib/domain/two-factor/proofs";
import { appCode, passkeyAnswer, proof, verification } from "@/lib/domain/two-factor/schema";
import { codesOf, findKey, spendProof } from "@/lib/domain/two-factor/store";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";
import { nothing } from "@/lib/isomorphic/fields";
import { knownAsOf } from "@/lib/isomorphic/identifiers";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import type { Debt } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";
import { knows, remember, type Marked } from "@/lib/security/known-browser";
import { forgetTries, limitKey, takeTry, takeTurn, waiting } from "@/lib/access/limits";
import { hashPassword, needsRehash, verifyPassword } from "@/lib/security/password-hash";
import { newToken } from "@/lib/security/tokens";

/**
 * Log in with a digital ID, a handle, an e-mail address or a composite ID. Unknown, wrong, disabled, removed and
 * without a password all get the same answer in the same time; tries are counted before the password is looked at.
 */
export const logIn = change({
  permission: "session.start",
  input: signIn,
  prepare: async ({ id, password, next }, auth) => {
    const typed = parseSignIn(id);
    const person = await findPersonToSignIn(auth, typed);
    const identity = person?.id ?? JSON.stringify(typed);
    const network = await takeNetworkTurn();
    if (!network.admitted) return refused(waiting(network.retryAt));
    const known = isKnown(auth, person ?? { id: identity, browserSalt: "" });
    const tries = triesToLogIn(identity, known);
    const guess = await takeTry(writer, { key: tries }, Date.now());
    if (!guess.admitted) {
      await network.giveBack();
      return refused(waiting(guess.retryAt));
    }
    // Both at once: what is kept of a known person takes no time beside the hash.
    const [right, tryId] = await Promise.all([verifyPassword(password, person?.passwordHash ?? null), person && noted(auth, person)]);
    const wrong = wrongFor(password);
    if (!person || !right || person.disabledAt || person.removedAt) return refused(wrong);
    // The network gets back this turn alone: others of it may be guesses at other people.
    await Promise.all([network.giveBack(), forgetTries(writer, [tries])]);
    const renewed = needsRehash(person.passwordHash!) ? await hashPassword(password) : null;
    return { person, renewed, next, tryId, wrong };
  },
  account: ({ person }) => person.accountId,
  run: async (auth, { person, renewed, next, tryId, wrong }) => {
    const still = await findStillAdmitted(auth, person);
    if (!still) return wrong;
    // With two-factor the password opens nothing but the page that asks for the factor.
    const factorDue = still.twoFactor;
    await noteSignIn(auth, still, { renewed, arrived: !factorDue });
    await settleTry(auth.db, tryId!, factorDue ? "factor-asked" : "done");
    const started = await startSession(auth, still, { method: "password", factorDue });
    return { value: { ...started, next, language: still.language }, still, factorDue };
  },
  audit: ({ still, factorDue }) => ({ by: nameOf(still), changes: factorDue ? [{ field: "factor", before: null, after: "asked" }] : [] }),
});

/** The second step of a log-in with two-factor: any factor the person has. The session gets a new token, and opens. */
export const verifyLogIn = change({
  permission: "session.verify",
  input: verification,
  prepare: async ({ next, ...sent }, { actor, now }) => {
    if (actor.owes !== "second-factor") return refuse("conflict", "errors.verified");
    const proof = await checkFactor(actor, sent, now);
    const method = sent.answer ? "key" : appCode.test(sent.code) ? "app" : "code";
    if (!isRefusal(proof)) return { proof, next };
    if (proof.outcome === "too_many") await tellOfWrongCodes(actor, now);
    if (proof.outcome === "invalid") await noteTry(writer, { ...tryOf(actor), method, outcome: "wrong-code" });
    return refused(proof);
  },
  run: async (auth, { proof, next }) => {
    const { actor, db } = auth;
    if (actor.owes !== "second-factor") return refuse("conflict", "errors.verified");
    const used = refuseUsed(proof, await spendProof(auth, actor.personId, proof));
    if (used) return used;
    const person = await db.person.findUniqueOrThrow({ where: { id: actor.personId } });
    await noteSignIn(auth, person, { renewed: null, arrived: true });
    if (proof.method === "code") await tellOfFewCodes(auth, person);
    await noteTry(db, { ...tryOf(actor), method: proof.method, outcome: "done" });
    await endOwnSession(auth);
    const started = await startSession(auth, person, { method: proof.method, factorDue: false });
    return { value: { ...started, next, language: person.language }, method: proof.method };
  },
  audit: ({ method }) => ({ changes: [{ field: "factor", before: null, after: method }] }),
});

/** Log in with a passkey: it is two factors in one, what one has and what one knows or is. */
export const logInWithPasskey = change({
  permission: "session.start-passkey",
  input: passkeyAnswer,
  prepare: async ({ answer, next }, auth) => {
    const network = await takeNetworkTurn();
    if (!network.admitted) return refused(waiting(network.retryAt));
    const credentialId = credentialOf(answer);
    const key = credentialId ? await findKey(auth.db, credentialId) : null;
    const read = key && (await readKeyAnswer(answer, key, "sign-in", ""));
    const person = read && (await auth.db.person.findUnique({ where: { id: key.personId } }));
    if (!person) return refused(refuse("invalid", "errors.key.unknown"));
    await network.giveBack();
    return { person, proof: { method: "passkey" as const, factorId: key.id, ...read }, next };
  },
  account: ({ person }) => person.accountId,
  run: async (auth, { person, proof, next }) => {
    const still = await findStillAdmitted(auth, person);
    if (!still) return refuse("invalid", "errors.key.unknown");
    const used = refuseUsed(proof, await spendProof(auth, still.id, proof));
    if (used) return used;
    await noteSignIn(auth, still, { renewed: null, arrived: true });
    const { address, browser } = auth.actor as BrowserActor;
    const { accountId, id: personId } = still;
    await noteTry(auth.db, { accountId, personId, method: "passkey", outcome: "done", address, userAgent: browser.userAgent });
    const started = await startSession(auth, still, { method: "passkey", factorDue: false });
    return { value: { ...started, next, language: still.language }, still };
  },
  audit: ({ still }) => ({ by: nameOf(still), changes: [{ field: "factor", before: null, after: "passkey" }] }),
});

/** Say again that it is oneself, by the password or any factor, before something sensitive. */
export const confirmSession = change({
  permission: "session.confirm",
  input: proof,
  prepare: async ({ next: _next, ...sent }, auth) => {
    const proved = await checkProof(auth, sent, await ownPasswordHash(auth));
    return isRefusal(proved) ? refused(proved) : { proved };
  },
  run: async (auth, { proved }) => {
    const used = proved && refuseUsed(proved, await spendProof(auth, auth.actor.personId, proved));
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
  prepare: (form) => form,
  run: async (auth, { id }) => {
    if (id === auth.actor.sessionId) return refuse("conflict", "errors.session.own");
    const ended = await endOwnOther(auth, id);
    return ended ? { value: { ...deviceOf(ended.userAgent), known: ended.known } } : refuse("not_found", "errors.session.gone");
  },
  audit: () => ({ changes: endedSessions(1) }),
});

/** End all sessions of one's own but the one in use. */
export const endOtherSessions = change({
  permission: "session.end-others",
  input: nothing,
  prepare: () => null,
  run: async (auth) => {
    const { ended, known } = await endOthers(auth);
    // Where there is none nothing is changed, and the browser's mark is as good as before.
    return { value: { ended, known: ended > 0 ? known : null } };
  },
  audit: ({ value }) => (value.ended > 0 ? { changes: endedSessions(value.ended) } : null),
});

/** Log out: the session's row is gone, so its cookie opens nothing any more. */
export const logOut = change({
  permission: "session.end",
  input: nothing,
  prepare: () => null,
  run: async (auth) => {
    await endOwnSession(auth);
    return { value: null };
  },
  audit: () => ({ changes: [] }),
});

/** One of the tries that a network has. */
function takeNetworkTurn() {
  const key = limitKey(env.secret, "sign-in network", currentRequest().network);
  return takeTurn(writer, { key, limit: env.signInsPerNetwork, window: networkWindow }, Date.now());
}

type Coming = Authorized<"session.start" | "session.start-passkey" | "session.verify">;
type BrowserActor = Extract<Coming["actor"], { browser: unknown }>;
type Person = NonNullable<Awaited<ReturnType<typeof findPersonToSignIn>>>;

/** One answer for all that can be wrong. What it says besides is of the typed password alone, whether or not anybody has that ID. */
const wrongFor = (password: string): Refusal => refuse("invalid", hasBlankEnd(password) ? "errors.sign_in_blank" : "errors.sign_in");

/** A new session for this browser, in place of the one that it held. */
async function startSession(auth: Coming, person: Person, how: { method: SignInMethod; factorDue: boolean }) {
  const { browser } = auth.actor as BrowserActor;
  const token = newToken();
  if (browser.token) await endSessionOfToken(auth, browser.token);
  await insertSession(auth, person, { token, userAgent: browser.userAgent, ...how });
  const owes: Debt | null = how.factorDue ? "second-factor" : person.changeDue ? "password" : null;
  if (!how.factorDue && !knows(browser.known, person)) {
    const { browser: name, system } = deviceOf(browser.userAgent);
    const { address } = auth.actor;
    const place = placeOf(address, person.language || currentRequest().language);
    const params = { device: [name, system].filter(Boolean).join(", "), address, ...(place && { place }) };
    await tell(auth, person, { kind: "new-device", params });
  }
  // A browser is known once its person has really come in.
  const known = how.factorDue ? browser.known : remember(browser.known, person);
  return { token, known, personId: person.id, owes };
}

/** Backup codes that are left when their person is told that they are few. */
const fewCodes = 3;

async function tellOfFewCodes(auth: Authorized<"session.verify">, person: Person): Promise<void> {
  const left = (await codesOf(auth.db, person.id)).length;
  if (left <= fewCodes) await tell(auth, person, { kind: "codes-low", params: { left } });
}

/** Somebody knows the password and guesses at the codes: their person is told, once an hour at most. */
async function tellOfWrongCodes({ personId, address }: Member, now: Date): Promise<void> {
  const turn = await takeTurn(writer, { key: limitKey(env.secret, "wrong codes told", personId), limit: 1, window: 3_600_000 }, now.getTime());
  if (turn.admitted) await tell({ db: writer, now }, personId, { kind: "wrong-codes", params: { address } });
}

/** A try with the password at somebody who exists, kept as refused until they come in. */
function noted(auth: Authorized<"session.start">, { id, accountId, disabledAt }: Person): Promise<string> {
  const { address, browser } = auth.actor as BrowserActor;
  const outcome = disabledAt ? "disabled" : "wrong-password";
  return noteTry(writer, { accountId, personId: id, method: "password", outcome, address, userAgent: browser.userAgent });
}

const tryOf = ({ accountId, personId, address, browser }: Member) => ({ accountId, personId, address, userAgent: browser.userAgent });

const nameOf = (person: Person) => ({ id: person.id, name: knownAsOf(person) });

/** Failed sign-ins stand in the process's log: what was typed does not, since people type passwords there. */
function refused(refusal: Refusal): Refusal {
  const { id, address } = currentRequest();
  log({ level: "warning", event: "sign-in refused", request: id, message: `${refusal.outcome} at ${address}` });
  return refusal;
}

function isKnown(auth: Authorized<"session.start">, person: Marked): boolean {
  return "browser" in auth.actor && knows(auth.actor.browser.known, person);
}
