import "server-only";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { db as reading, writer, type Db } from "@/lib/database/db";
import { notCurrent } from "@/lib/domain/passwords/rules";
import { triesAtOwnPassword } from "@/lib/domain/sessions/rules";
import { hashBackupCode } from "@/lib/domain/two-factor/backup-codes";
import { credentialOf, readKeyAnswer } from "@/lib/domain/two-factor/keys";
import { appCode } from "@/lib/domain/two-factor/schema";
import { codesOf, factorsOf, secretOf, type Proof, type Spending } from "@/lib/domain/two-factor/store";
import { stepOf } from "@/lib/domain/two-factor/totp";
import { invalid, isRefusal, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";
import { knows } from "@/lib/security/known-browser";
import { forgetTries, limitKey, takeTry, waiting } from "@/lib/access/limits";
import { verifyPassword } from "@/lib/security/password-hash";

type Sent = { code: string; answer: string };

/**
 * Checks what somebody sent to prove that they are this person: a code of an app, a backup code, or the answer of a key.
 * Tries are counted for the person, not for the attempt, before anything is checked, and forgotten on success. The
 * proof that comes back is to be used up in the transaction of what it proves (`spendProof`).
 */
export async function checkFactor(actor: Member, sent: Sent, now = new Date()): Promise<Proof | Refusal> {
  const refusal = await refuseTry(actor);
  if (refusal) return refusal;
  const proof = sent.answer ? await checkKey(actor, sent.answer) : await checkCode(reading, actor.personId, sent.code, now);
  if (!isRefusal(proof)) await forgetTries(writer, [triesOf(actor.personId, isKnown(actor))]);
  return proof;
}

/** The same for a proof that may as well be the password. Null is the password, which is not used up. */
export async function checkProof(
  auth: Authorized<"session.confirm">,
  sent: Sent & { password: string },
  passwordHash: string | null,
): Promise<Proof | null | Refusal> {
  if (!sent.password) return checkFactor(auth.actor, sent);
  const key = triesAtOwnPassword(auth.actor.personId);
  const guess = await takeTry(writer, { key }, Date.now());
  if (!guess.admitted) return waiting(guess.retryAt);
  if (!(await verifyPassword(sent.password, passwordHash))) return invalid({ password: notCurrent(sent.password) });
  await forgetTries(writer, [key]);
  return null;
}

async function refuseTry(actor: Member): Promise<Refusal | null> {
  const { personId } = actor;
  const guess = await takeTry(writer, { key: triesOf(personId, isKnown(actor)) }, Date.now());
  return guess.admitted ? null : waiting(guess.retryAt);
}

const isKnown = ({ personId, browserSalt, browser }: Member) => knows(browser.known, { id: personId, browserSalt });

/** Tries at somebody's factors from a browser that they came in with before are counted apart: nobody else shuts them out. */
const triesOf = (personId: string, known: boolean) => limitKey(env.secret, known ? "factor known" : "factor", personId);

/** Forgets what was tried at the factors of somebody who gets others. */
export const forgetFactorTries = ({ db }: { db: Db }, personId: string) => forgetTries(db, [triesOf(personId, true), triesOf(personId, false)]);

async function checkCode(db: Db, personId: string, code: string, now: Date): Promise<Proof | Refusal> {
  return appCode.test(code) ? checkAppCode(db, personId, code, now) : checkBackupCode(db, personId, code);
}

async function checkAppCode(db: Db, personId: string, code: string, now: Date): Promise<Proof | Refusal> {
  const apps = (await factorsOf(db, personId)).filter(({ kind }) => kind === "app");
  let unreadable = 0;
  let used = false;
  for (const app of apps) {
    const secret = secretOf(app);
    if (secret === null) unreadable++;
    const step = secret === null ? null : stepOf(secret, code, now);
    if (step !== null && step > app.lastStep) return { method: "app", factorId: app.id, step };
    used ||= step !== null;
  }
  if (used) return wrong("errors.code.used");
  return wrong(unreadable > 0 && unreadable === apps.length ? "errors.code.unreadable" : "errors.code.wrong");
}

async function checkBackupCode(db: Db, personId: string, code: string): Promise<Proof | Refusal> {
  const codes = await codesOf(db, personId);
  const salt = codes[0]?.salt;
  const hash = salt ? await hashBackupCode(code, salt) : "";
  return codes.some((each) => each.hash === hash) ? { method: "code", hash } : wrong("errors.code.wrong_backup");
}

async function checkKey(actor: Member, answer: string): Promise<Proof | Refusal> {
  const credentialId = credentialOf(answer);
  const key = (await factorsOf(reading, actor.personId)).find((each) => each.credentialId !== null && each.credentialId === credentialId);
  const read = key && (await readKeyAnswer(answer, key, "verify", actor.sessionId));
  return read ? { method: "key", factorId: key.id, ...read } : refuse("invalid", "errors.key.wrong");
}

const wrong = (key: string): Refusal => invalid({ code: sentence(key) });

/**
 * What is said where a proof that was right was used up before: by another try that was faster, by the same try of which the answer was
 * lost, or by a copy of the key.
 */
export function refuseUsed({ method }: Proof, spending: Spending): Refusal | null {
  if (spending === "spent") return null;
  if (method === "code") return wrong("errors.code.used_backup");
  return method === "app" ? wrong("errors.code.used") : refuse("invalid", `errors.key.${spending}`);
}
