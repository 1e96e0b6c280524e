import "server-only";
import type { Person } from "@/lib/access/actor";
import { changesBetween } from "@/lib/access/audit";
import type { Locked } from "@/lib/access/authorize";
import { change } from "@/lib/access/change";
import { countAttempt, resetAttempts, waiting } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { voidByPassword } from "@/lib/domain/mail-links/schema";
import { voidLinks } from "@/lib/domain/mail-links/store";
import { notify, provider } from "@/lib/domain/mail/notices";
import { wantsOtherNotices } from "@/lib/domain/notice-choices/store";
import { givenPassword, replacedPassword, security } from "@/lib/domain/passwords/output";
import { acceptPassword, notCurrent, wordsOf, type Owner } from "@/lib/domain/passwords/rules";
import { holderPassword, newPassword, passwordChange } from "@/lib/domain/passwords/schema";
import {
  changeOwnPassword,
  ownPasswordHash,
  ownPasswordState,
  setTemporaryPassword,
} from "@/lib/domain/passwords/store";
import { duePassword, namedHolder } from "@/lib/domain/passwords/targets";
import { endedSessions, resetPasswordAttempts, shownSession, triesAtOwnPassword } from "@/lib/domain/sessions/rules";
import { endEverySession, endOtherSessions, listOwnSessions, renewToken } from "@/lib/domain/sessions/store";
import { shownAttempt } from "@/lib/domain/sign-ins/rules";
import { listLatest } from "@/lib/domain/sign-ins/store";
import { listOwnFactors, ownCodes } from "@/lib/domain/two-factor/store";
import { nothing } from "@/lib/isomorphic/fields";
import { knownAsOf } from "@/lib/isomorphic/identifiers";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { verifyPassword } from "@/lib/security/password-hash";

/** Changes the actor's own password, confirmed by the current one. Ends all other sessions. */
export const changePassword = change({
  permission: "password.change",
  input: passwordChange,
  output: replacedPassword,
  prepare: async (auth, { input: { current, password } }) => {
    const { principal } = auth.actor;
    const key = triesAtOwnPassword(principal.personId);
    const guess = await countAttempt(auth, { key }, Date.now());
    if (!guess.admitted) return waiting(guess.retryAt);
    const proved = await ownPasswordHash(auth);
    if (!(await verifyPassword(current, proved))) return invalid({ current: notCurrent(current) });
    await resetAttempts(auth, [key]);
    if (current === password) return invalid({ password: sentence("errors.password.same") });
    const accepted = await acceptPassword(password, ownerOf(principal));
    return isRefusal(accepted) ? accepted : { proved, hash: accepted.hash };
  },
  run: (auth, { prepared }) => replaceOwnPassword(auth, prepared),
  audit: () => ({ changes: [] }),
});

/** Sets the actor's own password if a change is due; until then, they can do nothing else. Ends all other sessions. */
export const renewPassword = change({
  permission: "password.renew",
  input: newPassword,
  output: replacedPassword,
  target: duePassword,
  prepare: async (auth, { input: { password } }) => {
    const proved = await ownPasswordHash(auth);
    if (await verifyPassword(password, proved)) return invalid({ password: sentence("errors.password.same") });
    const accepted = await acceptPassword(password, ownerOf(auth.actor.principal));
    return isRefusal(accepted) ? accepted : { proved, hash: accepted.hash };
  },
  run: (auth, { prepared }) => replaceOwnPassword(auth, prepared),
  audit: () => ({ changes: [] }),
});

/**
 * Sets the password of an account holder, by the operator: nobody in the account can help them. Their sessions end, and they choose
 * their own password at the next login.
 */
export const setHolderPassword = change({
  permission: "password.set",
  input: holderPassword,
  output: givenPassword,
  target: namedHolder,
  prepare: (_auth, { input: { password }, target: { email, firstName, lastName } }) =>
    acceptPassword(password, { email, names: [firstName, lastName] }),
  account: ({ target }) => target.accountId,
  run: async (auth, { target: before, prepared: { hash } }) => {
    const after = await setTemporaryPassword(auth, before, hash);
    await voidLinks(auth, after.id, voidByPassword);
    await resetPasswordAttempts(auth, after.id);
    const ended = await endEverySession(auth, after.id);
    await notify(auth, after, { kind: "password-set", params: { who: provider() } });
    return { value: { ended }, before, after };
  },
  audit: ({ value, before, after }) => ({
    subject: { id: after.id, name: knownAsOf(after) },
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** How many entries of the login history the Security page shows. */
const latestTries = 10;

/** Shows the actor's own login on the Security page. */
export const viewSecurity = read({
  permission: "security.view",
  input: nothing,
  output: security,
  run: async (auth) => {
    const [state, factors, codes, { sessions, more }, otherNotices, history] = await Promise.all([
      ownPasswordState(auth),
      listOwnFactors(auth),
      ownCodes(auth),
      listOwnSessions(auth),
      wantsOtherNotices(auth),
      listLatest(auth, latestTries),
    ]);
    const { principal } = auth.actor;
    return {
      ...state,
      words: wordsOf(ownerOf(principal)),
      factors,
      codes: { left: codes.length, madeAt: codes[0]?.createdAt ?? null },
      sessions: sessions.map((session) => shownSession(auth.actor, session)),
      moreSessions: more,
      otherNotices,
      history: history.map((row) => shownAttempt(principal, row)),
    };
  },
});

/** Replaces the actor's own password, and does what follows from it. */
async function replaceOwnPassword(
  auth: Locked<"password.change" | "password.renew">,
  password: { proved: string | null; hash: string },
) {
  if (!(await changeOwnPassword(auth, password))) return refuse("conflict", "errors.password.overtaken");
  const { personId } = auth.actor.principal;
  await voidLinks(auth, personId, voidByPassword);
  await notify(auth, personId, { kind: "password-changed" });
  return { value: { ...(await endOtherSessions(auth)), token: await renewToken(auth) } };
}

const ownerOf = ({ login, email, name, digitalId, handle }: Person): Owner => ({
  login,
  email,
  names: name.split(" "),
  digitalId,
  handle,
});
