import "server-only";
import type { Member } from "@/lib/access/actor";
import { changesBetween } from "@/lib/access/audit";
import type { Authorized } from "@/lib/access/authorize";
import { change, read } from "@/lib/access/operation";
import { writer } from "@/lib/database/db";
import { voidByPassword } from "@/lib/domain/mail-links/schema";
import { voidLinks } from "@/lib/domain/mail-links/store";
import { provider, tell } from "@/lib/domain/mail/notices";
import { wantsOtherNotices } from "@/lib/domain/notice-choices/store";
import { acceptPassword, notCurrent, wordsOf, type Owner } from "@/lib/domain/passwords/rules";
import { holderPassword, newPassword, passwordChange } from "@/lib/domain/passwords/schema";
import { changeOwnPassword, handOutPassword, ownPasswordHash, ownPasswordState } from "@/lib/domain/passwords/store";
import { findHolderNamed } from "@/lib/domain/people/store";
import { endedSessions, forgetPasswordTries, shownSession, triesAtOwnPassword } from "@/lib/domain/sessions/rules";
import { endEverySession, endOtherSessions, listOwnSessions, renewToken } from "@/lib/domain/sessions/store";
import { shownTry } from "@/lib/domain/sign-ins/rules";
import { listLatest } from "@/lib/domain/sign-ins/store";
import { codesOf, listOwnFactors } from "@/lib/domain/two-factor/store";
import { nothing } from "@/lib/isomorphic/fields";
import { knownAsOf } from "@/lib/isomorphic/identifiers";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { forgetTries, takeTry, waiting } from "@/lib/access/limits";
import { verifyPassword } from "@/lib/security/password-hash";

/** Change one's own password, by the current one. Ends all other sessions. */
export const changePassword = change({
  permission: "password.change",
  input: passwordChange,
  prepare: async ({ current, password }, auth) => {
    const key = triesAtOwnPassword(auth.actor.personId);
    const guess = await takeTry(writer, { key }, Date.now());
    if (!guess.admitted) return waiting(guess.retryAt);
    const proved = await ownPasswordHash(auth);
    if (!(await verifyPassword(current, proved))) return invalid({ current: notCurrent(current) });
    await forgetTries(writer, [key]);
    if (current === password) return invalid({ password: sentence("errors.password.same") });
    const accepted = await acceptPassword(password, ownerOf(auth.actor));
    return isRefusal(accepted) ? accepted : { proved, hash: accepted.hash };
  },
  run: replaceOwnPassword,
  audit: () => ({ changes: [] }),
});

/** Set a password of one's own where a change is due; nothing else is open before. Ends all other sessions. */
export const renewPassword = change({
  permission: "password.renew",
  input: newPassword,
  prepare: async ({ password }, auth) => {
    if (auth.actor.owes !== "password") return refuse("conflict", "errors.password.not_due");
    const proved = await ownPasswordHash(auth);
    if (await verifyPassword(password, proved)) return invalid({ password: sentence("errors.password.same") });
    const accepted = await acceptPassword(password, ownerOf(auth.actor));
    return isRefusal(accepted) ? accepted : { proved, hash: accepted.hash };
  },
  // Asked again: another tab may have set it meanwhile, and from then on the current password is needed.
  run: async (auth, password) =>
    auth.actor.owes === "password" ? replaceOwnPassword(auth, password) : refuse("conflict", "errors.password.not_due"),
  audit: () => ({ changes: [] }),
});

/** The operator sets the password of a holder, whom nobody in the account can help. Their sessions end, and they choose another at once. */
export const setHolderPassword = change({
  permission: "password.set",
  input: holderPassword,
  prepare: async ({ id, password }, auth) => {
    const holder = await findHolderNamed(auth, parseSignIn(id));
    if (!holder) return refuse("not_found", "errors.no_holder", { id });
    const { email, firstName, lastName } = holder;
    const accepted = await acceptPassword(password, { email, names: [firstName, lastName] });
    return isRefusal(accepted) ? accepted : { holder, hash: accepted.hash };
  },
  account: ({ holder }) => holder.accountId,
  run: async (auth, { holder, hash }) => {
    const { before, after } = await handOutPassword(auth, holder.id, hash);
    await voidLinks(auth.db, after, voidByPassword);
    await forgetPasswordTries(auth, after.id);
    const ended = await endEverySession(auth, after.id);
    await tell(auth, after, { kind: "password-set", params: { who: provider() } });
    return { value: { ended }, before, after };
  },
  audit: ({ value, before, after }) => ({
    subject: { id: after.id, name: knownAsOf(after) },
    changes: [...changesBetween(before, after, ["status"]), ...endedSessions(value.ended)],
  }),
});

/** Of the login history the Security page shows the last ones. */
const latestTries = 10;

/** What the Security page shows of one's own access. */
export const viewSecurity = read({
  permission: "security.view",
  input: nothing,
  run: async (auth) => {
    const [state, factors, codes, { sessions, more }, otherNotices, history] = await Promise.all([
      ownPasswordState(auth),
      listOwnFactors(auth),
      codesOf(auth.db, auth.actor.personId),
      listOwnSessions(auth),
      wantsOtherNotices(auth),
      listLatest(auth, latestTries),
    ]);
    return {
      ...state,
      words: wordsOf(ownerOf(auth.actor)),
      factors,
      codes: { left: codes.length, madeAt: codes[0]?.createdAt ?? null },
      sessions: sessions.map((session) => shownSession(auth.actor, session)),
      moreSessions: more,
      otherNotices,
      history: history.map((row) => shownTry(auth.actor, row)),
    };
  },
});

async function replaceOwnPassword(
  auth: Authorized<"password.change" | "password.renew">,
  password: { proved: string | null; hash: string },
) {
  if (!(await changeOwnPassword(auth, password))) return refuse("conflict", "errors.password.overtaken");
  await voidLinks(auth.db, { id: auth.actor.personId, accountId: auth.actor.accountId }, voidByPassword);
  await tell(auth, auth.actor.personId, { kind: "password-changed" });
  return { value: { ...(await endOtherSessions(auth)), token: await renewToken(auth) } };
}

const ownerOf = ({ login, email, name, digitalId, handle }: Member): Owner => ({
  login,
  email,
  names: name.split(" "),
  digitalId,
  handle,
});
