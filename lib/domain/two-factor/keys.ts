import "server-only";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { isChallenge, newChallenge, type Purpose } from "@/lib/domain/two-factor/challenge";
import { env } from "@/lib/runtime/env.mjs";

/** Security keys and passkeys: WebAuthn Level 3, by @simplewebauthn. The site is always the configured origin, never a request's. */

const site = () => new URL(env.origin).hostname;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));

type Known = { credentialId: string | null; transports: string };

const described = (keys: readonly Known[]) =>
  keys.map(({ credentialId, transports }) => ({
    id: credentialId!,
    transports: transports.split(",").filter(Boolean),
  }));

/** The options for creating a new key. `keys` are the person's present keys: the browser does not add them again. */
export function makeRegistrationOptions(
  person: { id: string; name: string; displayName: string; sessionId: string },
  keys: readonly Known[],
) {
  return generateRegistrationOptions({
    rpName: env.brand,
    rpID: site(),
    userID: bytesOf(person.id),
    userName: person.name,
    userDisplayName: person.displayName,
    challenge: bytesOf(newChallenge("add", person.sessionId)),
    attestationType: "none",
    excludeCredentials: described(keys),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    timeout: 300_000,
  });
}

/** The options for authenticating with one of these keys, or with any passkey. */
export function makeAuthenticationOptions(purpose: Exclude<Purpose, "add">, subject: string, keys: readonly Known[]) {
  return generateAuthenticationOptions({
    rpID: site(),
    challenge: bytesOf(newChallenge(purpose, subject)),
    allowCredentials: keys.length > 0 ? described(keys) : undefined,
    userVerification: purpose === "sign-in" ? "required" : "preferred",
    timeout: 300_000,
  });
}

export type NewKey = {
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string;
  passkey: boolean;
  challenge: string;
};

/** Verifies the browser's answer and returns the new key. Null if it does not answer a challenge of this session at this site. */
export async function readNewKey(text: string, sessionId: string): Promise<NewKey | null> {
  const response = parsed<RegistrationResponseJSON>(text);
  const challenge = challengeOf(response);
  if (!response || !challenge || !isChallenge(challenge, "add", sessionId)) return null;
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: env.origin,
    expectedRPID: site(),
    requireUserVerification: false,
  }).catch(unverified);
  if (!verified || !registrationInfo) return null;
  const { credential, userVerified, credentialDeviceType } = registrationInfo;
  const { rk } = response.clientExtensionResults?.credProps ?? {};
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: (response.response.transports ?? []).filter((each) => /^[a-z-]{1,20}$/.test(each)).join(","),
    passkey: userVerified && (rk ?? credentialDeviceType === "multiDevice"),
    challenge,
  };
}

/** The credential id in an answer, before any verification. */
export const credentialOf = (text: string): string | null => parsed<AuthenticationResponseJSON>(text)?.id ?? null;

export type KeyAnswer = { counter: number; challenge: string };

type Key = { personId: string; credentialId: string | null; publicKey: string | null };

/** Verifies a key's answer. Null if it does not answer a challenge of this purpose and subject, by this key, at this site. */
export async function readKeyAnswer(
  text: string,
  key: Key,
  purpose: Exclude<Purpose, "add">,
  subject: string,
): Promise<KeyAnswer | null> {
  const response = parsed<AuthenticationResponseJSON>(text);
  const challenge = challengeOf(response);
  if (!response || !challenge || !isChallenge(challenge, purpose, subject) || response.id !== key.credentialId)
    return null;
  const { userHandle } = response.response;
  if (userHandle && userHandle !== key.personId) return null;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: env.origin,
    expectedRPID: site(),
    // `spendProof` compares the counter when it writes it, so that of two concurrent answers one is refused.
    credential: { id: key.credentialId!, publicKey: bytesOf(key.publicKey!), counter: 0 },
    requireUserVerification: purpose === "sign-in",
  }).catch(unverified);
  return verified && authenticationInfo ? { counter: authenticationInfo.newCounter, challenge } : null;
}

/** The library throws on invalid input, which anyone can send. */
const unverified = () => ({ verified: false as const, registrationInfo: undefined, authenticationInfo: undefined });

/** A credential id, at most 1,023 bytes (WebAuthn Level 3, 4). Checked before the query, because PostgreSQL refuses a NUL. */
const base64url = /^[\w-]{1,1364}$/;

function parsed<T extends { id: string; response: { clientDataJSON: string } }>(text: string): T | null {
  try {
    const value = JSON.parse(text) as Partial<T> | null;
    return typeof value?.id === "string" &&
      base64url.test(value.id) &&
      typeof value.response?.clientDataJSON === "string"
      ? (value as T)
      : null;
  } catch {
    return null;
  }
}

function challengeOf(response: { response: { clientDataJSON: string } } | null): string | null {
  if (!response) return null;
  try {
    const data = JSON.parse(Buffer.from(response.response.clientDataJSON, "base64url").toString("utf8")) as {
      challenge?: unknown;
    } | null;
    return typeof data?.challenge === "string" ? data.challenge : null;
  } catch {
    return null;
  }
}
