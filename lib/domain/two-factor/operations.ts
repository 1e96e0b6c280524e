import "server-only";
import QRCode from "qrcode";
import type { Member } from "@/lib/access/actor";
import type { Authorized } from "@/lib/access/authorize";
import { change, read } from "@/lib/access/operation";
import { isUniqueViolation } from "@/lib/database/db";
import { tell } from "@/lib/domain/mail/notices";
import { findPersonNamed } from "@/lib/domain/people/store";
import { endedSessions } from "@/lib/domain/sessions/rules";
import { endEverySession, endOtherSessions, renewToken, spendMailProof } from "@/lib/domain/sessions/store";
import { newBackupCodes } from "@/lib/domain/two-factor/backup-codes";
import { spendOnce } from "@/lib/domain/two-factor/challenge";
import { askForKey, askForNewKey, readNewKey } from "@/lib/domain/two-factor/keys";
import { checkFactor, forgetFactorTries, refuseUsed } from "@/lib/domain/two-factor/proofs";
import { factorGone, mostFactors } from "@/lib/domain/two-factor/rules";
import { factorRemoval, newApp, newAppRequest, newKey, personToReset } from "@/lib/domain/two-factor/schema";
import { openShown, sealShown } from "@/lib/domain/two-factor/shown-app";
import { codesOf, factorsOf, forgetFactors, insertApp, insertKey, removeFactor, replaceCodes, settleTwoFactor, spendProof } from "@/lib/domain/two-factor/store";
import { appUri, newAppSecret, stepOf } from "@/lib/domain/two-factor/totp";
import { nothing } from "@/lib/isomorphic/fields";
import { compositeId, knownAsOf } from "@/lib/isomorphic/identifiers";
import { invalid, isRefusal, refuse, sentence, type Refusal } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

/** What the actor can prove with that it is them: the method used last first, and what their keys are asked. */
export const viewVerification = read({
  permission: "verification.view",
  input: nothing,
  run: async ({ db, actor }) => {
    const [factors, codes] = await Promise.all([factorsOf(db, actor.personId), codesOf(db, actor.personId)]);
    const of = (kind: string) => factors.filter((factor) => factor.kind === kind);
    const [apps, keys] = [of("app"), of("key")];
    const last = factors.toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())[0];
    return {
      apps: apps.map(({ name }) => name),
      keys: keys.map(({ name }) => name),
      codes: codes.length,
      first: (last?.kind ?? "app") as "app" | "key",
      keyOptions: keys.length > 0 ? await askForKey("verify", actor.sessionId, keys) : null,
    };
  },
});

/** A secret for a new authenticator app, or the one that a form already shows: as text, as a QR code, and sealed for the form. */
export const askForNewApp = read({
  permission: "factors.ask-new-app",
  input: newAppRequest,
  run: async ({ db, actor, now }, { secret: sealed }) => {
    const refusal = refuseEnrolment(actor);
    if (refusal) return refusal;
    const kept = sealed ? await openShown(db, actor, sealed, now) : null;
    const secret = kept ?? newAppSecret();
    const uri = appUri(secret, actor.login ? compositeId(actor.digitalId, actor.login) : actor.digitalId);
    return { secret, sealed: kept ? sealed : sealShown(actor, secret, now), uri, qr: pictureOf(uri) };
  },
});

/** Add an authenticator app, by a code of it. */
export const addApp = change({
  permission: "factors.add-app",
  input: newApp,
  prepare: async ({ name, secret: sealed, code }, { db, actor, now }) => {
    const refusal = refuseEnrolment(actor);
    if (refusal) return refusal;
    const secret = await openShown(db, actor, sealed, now);
    if (!secret) return shownOver;
    const step = stepOf(secret, code, now);
    return step === null ? invalid({ code: sentence("errors.code.wrong") }) : { name, secret, step };
  },
  run: async (auth, app) => {
    const refusal = refuseEnrolment(auth.actor) ?? (await refuseMore(auth));
    if (refusal) return refusal;
    if (!(await spendOnce(auth.db, app.secret, auth.now))) return shownOver;
    const { ended, known } = await endPasswordSessions(auth);
    await insertApp(auth, app);
    await settleTwoFactor(auth, auth.actor.personId);
    await spendMailProof(auth);
    await tell(auth, auth.actor.personId, { kind: "factor-added", params: { name: app.name } });
    return { value: { name: app.name, ended, known, token: await renewToken(auth) }, kind: "app" };
  },
  audit: ({ value, kind }) => ({ changes: [{ field: kind, before: null, after: value.name }, ...endedSessions(value.ended)] }),
});

/** What a browser is asked for a new key of the actor's. */
export const askForOwnNewKey = read({
  permission: "factors.ask-new-key",
  input: nothing,
  run: async ({ db, actor }) => {
    const refusal = refuseEnrolment(actor);
    if (refusal) return refusal;
    const { personId, sessionId, name, login, digitalId } = actor;
    const keys = (await factorsOf(db, personId)).filter(({ kind }) => kind === "key");
    return askForNewKey({ id: personId, sessionId, name: login ? compositeId(digitalId, login) : digitalId, displayName: name }, keys);
  },
});

/** Add a security key or passkey. */
export const addKey = change({
  permission: "factors.add-key",
  input: newKey,
  prepare: async ({ name, answer }, { actor }) => {
    const refusal = refuseEnrolment(actor);
    if (refusal) return refusal;
    const key = await readNewKey(answer, actor.sessionId);
    return key ? { name, key } : newKeyOver;
  },
  run: async (auth, { name, key }) => {
    const refusal = refuseEnrolment(auth.actor) ?? (await refuseMore(auth));
    if (refusal) return refusal;
    if (!(await spendOnce(auth.db, key.challenge, auth.now))) return newKeyOver;
    const { ended, known } = await endPasswordSessions(auth);
    await insertKey(auth, name, key);
    await settleTwoFactor(auth, auth.actor.personId);
    await spendMailProof(auth);
    await tell(auth, auth.actor.personId, { kind: "factor-added", params: { name } });
    return { value: { name, ended, known, token: await renewToken(auth) }, kind: key.passkey ? "passkey" : "key" };
  },
  audit: ({ value, kind }) => ({ changes: [{ field: kind, before: null, after: value.name }, ...endedSessions(value.ended)] }),
  violated: (error) => (isUniqueViolation(error, "credentialId") ? refuse("conflict", "errors.key.taken") : null),
});

/** Remove a factor of one's own, by any factor one has. With the last one two-factor is off, and the backup codes are gone. */
export const removeOwnFactor = change({
  permission: "factors.remove",
  input: factorRemoval,
  prepare: async ({ id, ...sent }, { db, actor, now }) => {
    // Nothing is asked for a factor that is not there.
    if (!(await factorsOf(db, actor.personId)).some((factor) => factor.id === id)) return refuse("not_found", "errors.factor.gone");
    const proof = await checkFactor(actor, sent, now);
    return isRefusal(proof) ? proof : { id, proof };
  },
  run: async (auth, { id, proof }) => {
    const used = refuseUsed(proof, await spendProof(auth, auth.actor.personId, proof));
    if (used) return used;
    const removed = await removeFactor(auth, id);
    if (!removed) return refuse("not_found", "errors.factor.gone");
    const still = await settleTwoFactor(auth, auth.actor.personId);
    await tell(auth, auth.actor.personId, { kind: "factor-removed", params: { name: removed.name } });
    return { value: { name: removed.name, off: !still }, removed };
  },
  audit: ({ removed }) => ({ changes: [factorGone(removed)] }),
});

/** The operator takes away all second factors of somebody whom nobody in the account can help: the holder above all. */
export const resetTwoFactor = change({
  permission: "two-factor.reset",
  input: personToReset,
  prepare: async ({ id }, auth) => (await findPersonNamed(auth, parseSignIn(id))) ?? refuse("not_found", "errors.nobody", { id }),
  account: ({ accountId }) => accountId,
  run: async (auth, { id }) => {
    const person = await auth.db.person.findUnique({ where: { id } });
    if (!person?.twoFactor) return refuse("conflict", "errors.no_factors");
    await forgetFactors(auth, id);
    await forgetFactorTries(auth, id);
    await tell(auth, person, { kind: "two-factor-reset" });
    return { value: { ended: await endEverySession(auth, id) }, person };
  },
  audit: ({ person }) => ({ subject: { id: person.id, name: knownAsOf(person) }, changes: [] }),
});

/** Make ten backup codes, which replace those there were. They are told this once. */
export const makeBackupCodes = change({
  permission: "codes.make",
  input: nothing,
  prepare: async (_input, { actor }) => (actor.twoFactor ? newBackupCodes() : refuse("conflict", "errors.codes_off")),
  run: async (auth, { shown, ...codes }) => {
    if (!auth.actor.twoFactor) return refuse("conflict", "errors.codes_off");
    await replaceCodes(auth, codes);
    await tell(auth, auth.actor.personId, { kind: "codes-made" });
    return { value: { codes: shown } };
  },
  audit: () => ({ changes: [] }),
});

/** A QR code as the path of its dark squares, in a square of `size` with the margin that cameras need. */
function pictureOf(text: string): { size: number; path: string } {
  const margin = 4;
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const dark = Array.from(data.keys()).filter((at) => data[at] === 1);
  const path = dark.map((at) => `M${(at % size) + margin} ${Math.floor(at / size) + margin}h1v1h-1z`).join("");
  return { size: size + 2 * margin, path };
}

const shownOver = refuse("conflict", "errors.factor.over");
const newKeyOver = refuse("invalid", "errors.key.over");

/** With the password alone nobody enrols where it is required: whoever stole it would enrol a phone of theirs. */
const refuseEnrolment = (actor: Member): Refusal | null =>
  actor.owes === "enrolment" && !actor.mailProved ? refuse("forbidden", "errors.enrolment_mail") : null;

/**
 * With the first factor every other session ends: it was opened by the password alone, perhaps by somebody who stole it,
 * and would go on as if the factor had been asked. How many ended; and no browser is known any more but this one.
 */
async function endPasswordSessions(auth: Authorized<"factors.add-app"> | Authorized<"factors.add-key">) {
  return (await factorsOf(auth.db, auth.actor.personId)).length === 0 ? endOtherSessions(auth) : { ended: 0, known: null };
}

async function refuseMore({ db, actor }: { db: Parameters<typeof factorsOf>[0]; actor: Member }): Promise<Refusal | null> {
  return (await factorsOf(db, actor.personId)).length < mostFactors ? null : refuse("conflict", "errors.factor.many", { most: mostFactors });
}
