import "server-only";
import QRCode from "qrcode";
import type { Locked } from "@/lib/access/authorize";
import { change } from "@/lib/access/change";
import { read } from "@/lib/access/operation";
import { isUniqueViolation } from "@/lib/database/db";
import { notify } from "@/lib/domain/mail/notices";
import { endedSessions } from "@/lib/domain/sessions/rules";
import { endEverySession, endOtherSessions, renewToken, spendMailProof } from "@/lib/domain/sessions/store";
import { decryptAppSecret, encryptAppSecret } from "@/lib/domain/two-factor/app-secret";
import { newBackupCodes } from "@/lib/domain/two-factor/backup-codes";
import { spendOnce } from "@/lib/domain/two-factor/challenge";
import { makeAuthenticationOptions, makeRegistrationOptions, readNewKey } from "@/lib/domain/two-factor/keys";
import {
  addedFactor,
  backupCodes,
  newKeyOptions,
  removedFactor,
  resetFactors,
  newAppSecretOutput,
  verificationMethods,
} from "@/lib/domain/two-factor/output";
import { checkFactor, refuseUsed, resetFactorAttempts } from "@/lib/domain/two-factor/proofs";
import { factorGone, kindOf, mostFactors, refuseEnrolment } from "@/lib/domain/two-factor/rules";
import { factorRemoval, newApp, newAppSecretInput, newKey, personToReset } from "@/lib/domain/two-factor/schema";
import {
  deleteFactors,
  insertApp,
  insertKey,
  ownCodes,
  ownFactors,
  removeFactor,
  replaceCodes,
  settleTwoFactor,
  spendProof,
} from "@/lib/domain/two-factor/store";
import { factorsToAddTo, ownFactor, ownTwoFactor, personToHelp } from "@/lib/domain/two-factor/targets";
import { appUri, newAppSecret, stepOf } from "@/lib/domain/two-factor/totp";
import { nothing } from "@/lib/isomorphic/fields";
import { compositeId, knownAsOf } from "@/lib/isomorphic/identifiers";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";

/** Lists the actor's verification methods for the second step: the last used one first, and the options for their keys. */
export const viewVerification = read({
  permission: "verification.view",
  input: nothing,
  output: verificationMethods,
  run: async (auth) => {
    const [factors, codes] = await Promise.all([ownFactors(auth), ownCodes(auth)]);
    const of = (kind: string) => factors.filter((factor) => factor.kind === kind);
    const [apps, keys] = [of("app"), of("key")];
    const last = factors.toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())[0];
    return {
      apps: apps.map(({ name }) => name),
      keys: keys.map(({ name }) => name),
      codes: codes.length,
      first: last ? kindOf(last) : "app",
      keyOptions:
        keys.length > 0 ? await makeAuthenticationOptions("verify", auth.actor.credential.sessionId, keys) : null,
    };
  },
});

/** Makes a secret for a new authenticator app, or repeats the form's own: as text, as a QR code, and encrypted for the form. */
export const createAppSecret = read({
  permission: "factors.ask-new-app",
  input: newAppSecretInput,
  output: newAppSecretOutput,
  run: async (auth, { secret: encrypted }) => {
    const { actor, now } = auth;
    const refusal = refuseEnrolment(actor);
    if (refusal) return refusal;
    const decrypted = encrypted ? await decryptAppSecret(auth, encrypted) : null;
    const secret = decrypted ?? newAppSecret();
    return {
      secret,
      encrypted: decrypted ? encrypted : encryptAppSecret(actor, secret, now),
      qr: pictureOf(appUri(secret, idOf(actor.principal))),
    };
  },
});

/** Adds an authenticator app, confirmed by one of its codes. */
export const addApp = change({
  permission: "factors.add-app",
  input: newApp,
  output: addedFactor,
  target: factorsToAddTo,
  prepare: async (auth, { input: { secret: encrypted, code } }) => {
    const secret = await decryptAppSecret(auth, encrypted);
    if (!secret) return shownOver;
    const step = stepOf(secret, code, auth.now);
    return step === null ? invalid({ code: sentence("errors.code.wrong") }) : { secret, step };
  },
  run: async (auth, { input: { name }, target: factors, prepared: { secret, step } }) => {
    if (factors.length >= mostFactors) return tooMany;
    if (!(await spendOnce(auth, secret))) return shownOver;
    const { ended, known } = await endPasswordSessions(auth, factors);
    await insertApp(auth, { name, secret, step });
    return { value: { name, ended, known, token: await settleAdded(auth, name) }, kind: "app" };
  },
  audit: ({ value, kind }) => ({
    changes: [{ field: kind, before: null, after: value.name }, ...endedSessions(value.ended)],
  }),
});

/** The options for the browser to create a new key of the actor. */
export const createKeyOptions = read({
  permission: "factors.ask-new-key",
  input: nothing,
  output: newKeyOptions,
  run: async (auth) => {
    const factors = await factorsToAddTo(auth);
    if (isRefusal(factors)) return factors;
    const {
      principal,
      credential: { sessionId },
    } = auth.actor;
    const keys = factors.filter(({ kind }) => kind === "key");
    return makeRegistrationOptions(
      { id: principal.personId, sessionId, name: idOf(principal), displayName: principal.name },
      keys,
    );
  },
});

/** Adds a security key or passkey. */
export const addKey = change({
  permission: "factors.add-key",
  input: newKey,
  output: addedFactor,
  target: factorsToAddTo,
  prepare: async (auth, { input: { answer } }) =>
    (await readNewKey(answer, auth.actor.credential.sessionId)) ?? newKeyOver,
  run: async (auth, { input: { name }, target: factors, prepared: key }) => {
    if (factors.length >= mostFactors) return tooMany;
    if (!(await spendOnce(auth, key.challenge))) return newKeyOver;
    const { ended, known } = await endPasswordSessions(auth, factors);
    await insertKey(auth, name, key);
    return {
      value: { name, ended, known, token: await settleAdded(auth, name) },
      kind: key.passkey ? "passkey" : "key",
    };
  },
  audit: ({ value, kind }) => ({
    changes: [{ field: kind, before: null, after: value.name }, ...endedSessions(value.ended)],
  }),
  violated: (error) => (isUniqueViolation(error, "credentialId") ? refuse("conflict", "errors.key.taken") : null),
});

/**
 * Removes a verification method of the actor, confirmed by any of theirs. Removing the last one turns two-factor authentication off
 * and deletes the backup codes.
 */
export const removeOwnFactor = change({
  permission: "factors.remove",
  input: factorRemoval,
  output: removedFactor,
  target: ownFactor,
  prepare: async (auth, { input: sent }) => checkFactor(auth, sent),
  run: async (auth, { target: factor, prepared: proof }) => {
    const { personId } = auth.actor.principal;
    const used = refuseUsed(proof, await spendProof(auth, personId, proof));
    if (used) return used;
    await removeFactor(auth, factor);
    const method = await settleTwoFactor(auth, personId);
    await notify(auth, personId, { kind: "factor-removed", params: { name: factor.name } });
    return { value: { name: factor.name, off: !method }, factor };
  },
  audit: ({ factor }) => ({ changes: [factorGone(factor)] }),
});

/** Removes all verification methods of a person, by the operator, if nobody in the account can help: mostly for the account holder. */
export const resetTwoFactor = change({
  permission: "two-factor.reset",
  input: personToReset,
  output: resetFactors,
  target: personToHelp,
  account: ({ target }) => target.accountId,
  run: async (auth, { target: person }) => {
    await deleteFactors(auth, person.id);
    await resetFactorAttempts(auth, person.id);
    await notify(auth, person, { kind: "two-factor-reset" });
    return { value: { ended: await endEverySession(auth, person.id) }, person };
  },
  audit: ({ person }) => ({ subject: { id: person.id, name: knownAsOf(person) }, changes: [] }),
});

/** Makes ten backup codes in place of the older ones. Shows them only this once. */
export const makeBackupCodes = change({
  permission: "codes.make",
  input: nothing,
  output: backupCodes,
  target: ownTwoFactor,
  prepare: newBackupCodes,
  run: async (auth, { prepared: { shown, ...codes } }) => {
    await replaceCodes(auth, codes);
    await notify(auth, auth.actor.principal.personId, { kind: "codes-made" });
    return { value: { codes: shown } };
  },
  audit: () => ({ changes: [] }),
});

/** The name of the login in an app or key. */
const idOf = ({ login, digitalId }: { login: string; digitalId: string }) =>
  login ? compositeId(digitalId, login) : digitalId;

/** A QR code as the path of its dark squares. `size` includes the margin that cameras need. */
function pictureOf(text: string): { size: number; path: string } {
  const margin = 4;
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const dark = Array.from(data.keys()).filter((at) => data[at] === 1);
  const path = dark.map((at) => `M${(at % size) + margin} ${Math.floor(at / size) + margin}h1v1h-1z`).join("");
  return { size: size + 2 * margin, path };
}

const shownOver = refuse("conflict", "errors.factor.over");
const newKeyOver = refuse("invalid", "errors.key.over");
const tooMany = refuse("conflict", "errors.factor.many", { most: mostFactors });

type Adding = Locked<"factors.add-app" | "factors.add-key">;

/**
 * Ends all other sessions when the first verification method is added. They were opened by the password alone, perhaps by a thief,
 * and never passed a second step. Other browsers become unknown. Returns how many sessions ended.
 */
async function endPasswordSessions(auth: Adding, factors: readonly unknown[]) {
  return factors.length === 0 ? endOtherSessions(auth) : { ended: 0, known: null };
}

/** Completes adding a verification method. Returns the session's new token. */
async function settleAdded(auth: Adding, name: string): Promise<string> {
  const { personId } = auth.actor.principal;
  await settleTwoFactor(auth, personId);
  await spendMailProof(auth);
  await notify(auth, personId, { kind: "factor-added", params: { name } });
  return renewToken(auth);
}
