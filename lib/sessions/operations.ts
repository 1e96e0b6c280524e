import "server-only";
import type { Authorized } from "@/lib/authorize";
import { findPersonToSignIn, noteSignIn } from "@/lib/accounts/store";
import { writer } from "@/lib/db";
import { env } from "@/lib/env.mjs";
import { parseSignIn } from "@/lib/identifiers";
import { knows, remember } from "@/lib/known-browser";
import { limitKey, takeTry, takeTurn } from "@/lib/limits";
import { log } from "@/lib/log.mjs";
import { change } from "@/lib/operation";
import { hashPassword, needsRehash, verifyPassword } from "@/lib/password-hash";
import { currentRequest } from "@/lib/request";
import { refuse, type Refusal } from "@/lib/result";
import { guesses, networkWindow } from "@/lib/sessions/rules";
import { nothing, signIn } from "@/lib/sessions/schema";
import { endOwnSession, endSessionOfToken, forgetOldSessions, insertSession } from "@/lib/sessions/store";
import { newToken } from "@/lib/tokens";

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
    const network = await takeTurn(
      writer,
      { key: limitKey(env.secret, "sign-in network", currentRequest().network), limit: env.signInsPerNetwork, window: networkWindow },
      Date.now(),
    );
    if (!network.admitted) return noted(waiting(network.retryAt));
    const kind = isKnown(auth, identity) ? "sign-in known" : "sign-in";
    const guess = await takeTry(writer, { key: limitKey(env.secret, kind, identity), ...guesses }, Date.now());
    if (!guess.admitted) {
      await network.giveBack();
      return noted(waiting(guess.retryAt));
    }
    const right = await verifyPassword(password, person?.passwordHash ?? null);
    if (!person || !right || person.disabledAt || person.removedAt) return noted(wrong);
    await Promise.all([network.giveBack(), guess.giveBack()]);
    const renewed = needsRehash(person.passwordHash!) ? await hashPassword(password) : null;
    return { person, renewed, next };
  },
  account: ({ person }) => person.accountId,
  run: async (auth, { person, renewed, next }) => {
    const still = await noteSignIn(auth, person, renewed);
    if (!still) return wrong;
    const { browser } = auth.actor as BrowserActor;
    const token = newToken();
    if (browser.token) await endSessionOfToken(auth, browser.token);
    await forgetOldSessions(auth);
    await insertSession(auth, still, { token, userAgent: browser.userAgent });
    const known = remember(browser.known, person.id);
    return { value: { token, known, personId: still.id, due: still.changeDue, next, language: still.language }, still };
  },
  audit: ({ still }) => ({ by: { id: still.id, name: still.login || `${still.firstName} ${still.lastName}` }, changes: [] }),
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

type BrowserActor = Extract<Authorized<"session.start">["actor"], { browser: unknown }>;

const wrong: Refusal = refuse("invalid", "errors.sign_in");

/** Failed sign-ins stand in the process's log: what was typed does not, since people type passwords there. */
function noted(refusal: Refusal): Refusal {
  const { id, address } = currentRequest();
  log({ level: "warning", event: "sign-in refused", request: id, message: `${refusal.outcome} at ${address}` });
  return refusal;
}

function waiting(retryAt: number): Refusal {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  return seconds > 90
    ? refuse("too_many", "errors.wait_minutes", { minutes: Math.ceil(seconds / 60) })
    : refuse("too_many", "errors.wait_seconds", { seconds });
}

function isKnown(auth: Authorized<"session.start">, identity: string): boolean {
  return "browser" in auth.actor && knows(auth.actor.browser.known, identity);
}
