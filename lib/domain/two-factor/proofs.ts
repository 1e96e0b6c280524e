import "server-only";
import type { Member } from "@/lib/access/actor";
import type { AnyWriter, Authorized, Autocommit } from "@/lib/access/authorize";
import { countAttempt, resetAttempts, waiting } from "@/lib/access/limits";
import { notCurrent } from "@/lib/domain/passwords/rules";
import { triesAtOwnPassword } from "@/lib/domain/sessions/rules";
import { credentialOf, readKeyAnswer } from "@/lib/domain/two-factor/keys";
import { appCode } from "@/lib/domain/two-factor/schema";
import { ownCodes, ownFactors, secretOf, type Proof, type Spending } from "@/lib/domain/two-factor/store";
import { stepOf } from "@/lib/domain/two-factor/totp";
import { invalid, isRefusal, refuse, sentence, type MessageKey, type Refusal } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";
import { knows } from "@/lib/security/known-browser";
import { limitKey } from "@/lib/security/limit-key";
import { hashCode, verifyPassword } from "@/lib/security/password-hash";

/** The operations that verify the actor by an app, key or code. */
type Proving = "session.verify" | "session.confirm" | "factors.remove";

type Sent = { code: string; answer: string };

/**
 * Checks a verification: a code of an app, a backup code, or the answer of a key. Tries count per person, before the check, and are
 * forgotten on success. Use up the result in the transaction of what it proves (`spendProof`).
 */
export async function checkFactor(auth: Autocommit<Proving>, sent: Sent): Promise<Proof | Refusal> {
  const key = triesOf(auth.actor.principal.personId, isKnown(auth.actor));
  const guess = await countAttempt(auth, { key }, Date.now());
  if (!guess.admitted) return waiting(guess.retryAt);
  const proof = sent.answer ? await checkKey(auth, sent.answer) : await checkCode(auth, sent.code);
  if (!isRefusal(proof)) await resetAttempts(auth, [key]);
  return proof;
}

/** Checks the password or a verification. Null stands for a correct password, which is not used up. */
export async function checkProof(
  auth: Autocommit<"session.confirm">,
  sent: Sent & { password: string },
  passwordHash: string | null,
): Promise<Proof | null | Refusal> {
  if (!sent.password) return checkFactor(auth, sent);
  const key = triesAtOwnPassword(auth.actor.principal.personId);
  const guess = await countAttempt(auth, { key }, Date.now());
  if (!guess.admitted) return waiting(guess.retryAt);
  if (!(await verifyPassword(sent.password, passwordHash))) return invalid({ password: notCurrent(sent.password) });
  await resetAttempts(auth, [key]);
  return null;
}

const isKnown = ({ principal: { personId, browserSalt }, browser }: Member) =>
  knows(browser.known, { id: personId, browserSalt });

/** The limit key for tries at a person's codes and keys. Known browsers count separately, so that strangers cannot block the person. */
const triesOf = (personId: string, known: boolean) => limitKey(env.secret, known ? "factor known" : "factor", personId);

/** Forgets the tries at a person's old verification methods. */
export const resetFactorAttempts = (auth: AnyWriter, personId: string): Promise<void> =>
  resetAttempts(auth, [triesOf(personId, true), triesOf(personId, false)]);

async function checkCode(auth: Authorized<Proving>, code: string): Promise<Proof | Refusal> {
  return appCode.test(code) ? checkAppCode(auth, code) : checkBackupCode(auth, code);
}

async function checkAppCode(auth: Authorized<Proving>, code: string): Promise<Proof | Refusal> {
  const apps = (await ownFactors(auth)).filter(({ kind }) => kind === "app");
  let unreadable = 0;
  let used = false;
  for (const app of apps) {
    const secret = secretOf(app);
    if (secret === null) unreadable++;
    const step = secret === null ? null : stepOf(secret, code, auth.now);
    if (step !== null && step > app.lastStep) return { method: "app", factorId: app.id, step };
    used ||= step !== null;
  }
  if (used) return refuseCode("errors.code.used");
  return refuseCode(unreadable > 0 && unreadable === apps.length ? "errors.code.unreadable" : "errors.code.wrong");
}

async function checkBackupCode(auth: Authorized<Proving>, code: string): Promise<Proof | Refusal> {
  const codes = await ownCodes(auth);
  const salt = codes[0]?.salt;
  const hash = salt ? await hashCode(code, salt) : "";
  return codes.some((each) => each.hash === hash) ? { method: "code", hash } : refuseCode("errors.code.wrong_backup");
}

async function checkKey(auth: Authorized<Proving>, answer: string): Promise<Proof | Refusal> {
  const credentialId = credentialOf(answer);
  const key = (await ownFactors(auth)).find((each) => each.credentialId !== null && each.credentialId === credentialId);
  const read = key && (await readKeyAnswer(answer, key, "verify", auth.actor.credential.sessionId));
  return read ? { method: "key", factorId: key.id, ...read } : refuse("invalid", "errors.key.wrong");
}

const refuseCode = (message: MessageKey): Refusal => invalid({ code: sentence(message) });

/**
 * The refusal of a correct verification that was used before: by a faster request, by the same request after a lost answer, or by
 * a copy of the key.
 */
export function refuseUsed({ method }: Proof, spending: Spending): Refusal | null {
  if (spending === "spent") return null;
  if (method === "code") return refuseCode("errors.code.used_backup");
  return method === "app" ? refuseCode("errors.code.used") : refuse("invalid", `errors.key.${spending}`);
}
