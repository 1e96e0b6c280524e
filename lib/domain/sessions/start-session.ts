import "server-only";
import { browserOf } from "@/lib/access/actor";
import type { Autocommit, Locked } from "@/lib/access/authorize";
import { consumeLimit, type Admission } from "@/lib/access/limits";
import { notify } from "@/lib/domain/mail/notices";
import { deviceOf } from "@/lib/domain/sessions/device";
import { locationOf } from "@/lib/domain/sessions/location";
import { networkWindow } from "@/lib/domain/sessions/rules";
import { endSessionOfToken, insertSession } from "@/lib/domain/sessions/store";
import type { SignInMethod } from "@/lib/domain/sign-ins/schema";
import type { Refusal } from "@/lib/isomorphic/result";
import type { PendingStep } from "@/lib/policy";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";
import { knows, remember } from "@/lib/security/known-browser";
import { limitKey } from "@/lib/security/limit-key";
import { newToken } from "@/lib/security/tokens";

/** The common part of all ways to log in. */

/** Takes one of the network's login tries. */
export function consumeNetworkLimit(auth: Autocommit<"session.start" | "session.start-passkey">): Promise<Admission> {
  const key = limitKey(env.secret, "sign-in network", currentRequest().network);
  return consumeLimit(auth, { key, limit: env.signInsPerNetwork, window: networkWindow }, Date.now());
}

type PersonLoggingIn = Exclude<Parameters<typeof notify>[1], string> & { browserSalt: string; changeDue: boolean };

/** Starts a session for this browser, in place of its previous one. */
export async function startSession(
  auth: Locked<"session.start" | "session.start-passkey" | "session.verify">,
  person: PersonLoggingIn,
  how: { method: SignInMethod; factorDue: boolean },
) {
  const browser = browserOf(auth.actor);
  const token = newToken();
  if (browser.token) await endSessionOfToken(auth, browser.token);
  await insertSession(auth, person, { token, userAgent: browser.userAgent, ...how });
  const pendingStep: PendingStep | null = how.factorDue ? "second-factor" : person.changeDue ? "password" : null;
  if (!how.factorDue && !knows(browser.known, person)) {
    const { browser: name, system } = deviceOf(browser.userAgent);
    const { source } = auth.actor;
    const place = locationOf(source, person.language || currentRequest().language);
    const params = { device: [name, system].filter(Boolean).join(", "), address: source, ...(place && { place }) };
    await notify(auth, person, { kind: "new-device", params });
  }
  // A browser is known only once the login is complete.
  const known = how.factorDue ? browser.known : remember(browser.known, person);
  return { token, known, personId: person.id, pendingStep, language: person.language };
}

/** Logs a failed login, without the typed ID: people type passwords into that field. */
export function refused(refusal: Refusal): Refusal {
  const { id, ip } = currentRequest();
  log({ level: "warning", event: "sign-in refused", request: id, message: `${refusal.outcome} at ${ip}` });
  return refusal;
}
