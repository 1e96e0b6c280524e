import "server-only";
import { change, job, read, request } from "@/lib/access/operation";
import { isUnavailable, writer, type Db } from "@/lib/database/db";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, newLink, spendLink, voidLinks } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { hasTurn, waitsForTurn } from "@/lib/domain/mail/typed";
import { forgottenPassword, passwordReset } from "@/lib/domain/password-links/schema";
import {
  findPeopleNamed,
  findResetRequest,
  findResettable,
  holderLanguage,
  keepResetRequest,
  noteAnswered,
  resetPassword,
  takeResetRequest,
  type Resettable,
  type SharedLink,
} from "@/lib/domain/password-links/store";
import { acceptPassword } from "@/lib/domain/passwords/rules";
import { endedSessions, forgetPasswordTries } from "@/lib/domain/sessions/rules";
import { endEverySession } from "@/lib/domain/sessions/store";
import { rowById } from "@/lib/isomorphic/fields";
import { knownAsOf, signInIdOf } from "@/lib/isomorphic/identifiers";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wakeProgram } from "@/lib/runtime/wake";
import { limitKey, takeTurn } from "@/lib/access/limits";
import { seal, unseal } from "@/lib/security/seal";

const anHour = 3_600_000;

/** A link for one login, or for all that have one address. */
const purposes = ["reset", "activation"] as const;

/**
 * Ask for a link to set a new password. It is kept, and answered afterwards: whether anybody has that ID or address shows
 * neither in the answer nor in its time (OWASP ASVS 5.0, V6.3.8).
 */
export const forgetPassword = request({
  permission: "password.forget",
  input: forgottenPassword,
  run: async (auth, { id }) => {
    const { network, address, language } = currentRequest();
    const key = limitKey(env.secret, "reset network", network);
    const turn = await takeTurn(writer, { key, limit: env.resetsPerNetwork, window: anHour }, Date.now());
    if (!turn.admitted) return refuse("too_many", "errors.resets", { minutes: Math.ceil((turn.retryAt - Date.now()) / 60_000) });
    await keepResetRequest(auth, { typed: seal(requestContext, id), language, address });
    wakeProgram();
    return null;
  },
});

const requestContext = "reset request";

/**
 * Answers a request to one account: a mail to whoever has that ID or address there, if anybody has; it is taken once no
 * account is left. Each account gets a mail, a link and a line of its own people alone; and where somebody asked by an
 * address, which may be that of logins elsewhere, nothing of who asked.
 */
export const sendPasswordLink = job({
  permission: "password.send-link",
  input: rowById,
  run: async (auth, { id }, inAccount) => {
    const asked = await findResetRequest(auth, id);
    if (!asked) return null;
    const typed = parseSignIn(unseal(requestContext, asked.typed) ?? "");
    const [first] = await findPeopleNamed(auth, typed, asked.answered);
    if (!first) {
      await takeResetRequest(writer, asked);
      return null;
    }
    const { accountId } = first;
    // Where one waits for its turn already, another would only take its place.
    if (await waitsForTurn(auth.db, { accountId, email: first.email, kind: "reset", now: auth.now })) {
      await noteAnswered(writer, asked, accountId);
      return null;
    }
    const from = typed.kind === "email" ? null : asked;
    await inAccount(
      accountId,
      async (within) => {
        const { db, now } = within;
        if (!(await noteAnswered(db, asked, accountId))) return { value: [] };
        // Asked again: the address may be somebody else's mailbox by now, and they may have another.
        const still = (await findPeopleNamed(within, typed, accountId - 1)).filter((person) => person.accountId === accountId);
        if (!still[0]) return { value: [] };
        // The links that arrived stay good while this one waits: whoever asks on for somebody else leaves them a way in.
        const besides = !(await hasTurn(db, { accountId, email: still[0].email, kind: "reset", now }));
        const link = await newPasswordLink(db, now, still, besides);
        const params = { ids: still.map(signInIdOf).join("\n"), ...(from && { address: from.address }) };
        const language = still[0].language || (from ? from.language : await holderLanguage(db, accountId));
        await tell({ db, now }, { ...still[0], language }, { kind: "reset", link, params });
        return { value: still };
      },
      ({ value }) => value.map((person) => lineOf(person, from?.address ?? null)),
    ).catch(async (error: unknown) => {
      // One account that cannot be answered holds up no other that has the address.
      if (typed.kind === "email" && !isUnavailable(error)) await noteAnswered(writer, asked, accountId);
      throw error;
    });
    return null;
  },
});

/** For whom a link is, so that its page can say so. Null where it is good for nothing any more. Looking consumes nothing. */
export const viewPasswordLink = read({
  permission: "password.view-link",
  input: byToken,
  run: async ({ db, now }, { token }) => {
    const link = await findLink(db, token, purposes, now);
    const people = link ? await findResettable(db, link) : [];
    return people.length > 0 ? { people: people.map((person) => ({ id: person.id, signInId: signInIdOf(person), words: wordsOf(person) })), activates: link!.purpose === "activation" } : null;
  },
});

/**
 * Set a new password by the link of a mail. It works once; the person's sessions end, and none begins: whoever has the
 * mailbox alone still owes the second factor (OWASP ASVS 5.0, V6.4.3).
 */
export const resetOwnPassword = change({
  permission: "password.reset",
  input: passwordReset,
  prepare: async ({ token, person: chosen, password }, { db, now }) => {
    const link = await findLink(db, token, purposes, now);
    const people = link ? await findResettable(db, link) : [];
    if (!link || people.length === 0) return refuse("conflict", "errors.link");
    const person = chosen ? people.find(({ id }) => id === chosen) : people.length === 1 && people[0];
    if (!person) return invalid({ person: sentence("errors.choose_id") });
    const { login, email, firstName, lastName, account } = person;
    const accepted = await acceptPassword(password, { login, email, names: [firstName, lastName], ...account });
    return isRefusal(accepted) ? accepted : { link, person, hash: accepted.hash };
  },
  account: ({ person }) => person.accountId,
  run: async (auth, { link, person, hash }) => {
    const still = (await findResettable(auth.db, link)).find(({ id }) => id === person.id);
    if (!still || !(await spendLink(auth.db, link.id))) return refuse("conflict", "errors.link");
    const after = await resetPassword(auth, still, hash);
    await forgetPasswordTries(auth, still.id);
    const ended = await endEverySession(auth, still.id);
    const activated = link.purpose === "activation";
    await tell(auth, after, { kind: activated ? "activated" : "password-changed" });
    return { value: { id: signInIdOf(still), activated }, still, after, ended };
  },
  audit: ({ still, after, ended }) => ({
    by: { id: still.id, name: knownAsOf(still) },
    changes: [
      ...(still.status === after.status ? [] : [{ field: "status", before: still.status, after: after.status }]),
      ...endedSessions(ended),
    ],
  }),
});

/** A link for one person, or for all of the account who share an address; either way those of before are void, unless it is besides them. */
async function newPasswordLink(db: Db, now: Date, people: readonly Resettable[], besides: boolean) {
  const [{ id: personId, accountId, emailKey }, ...others] = people as [Resettable, ...Resettable[]];
  if (!besides) for (const other of others) await voidLinks(db, other, ["reset"]);
  const shared: SharedLink = { ids: people.map(({ id }) => id), emailKey };
  const data = others.length > 0 ? JSON.stringify(shared) : "";
  return newLink(db, now, { purpose: "reset", person: { personId, accountId }, hours: links.reset.hours, besides, data });
}

const wordsOf = ({ login, email, firstName, lastName, account }: Resettable) =>
  [env.brand, account.digitalId, account.handle, login, email, firstName, lastName].filter(Boolean);

const lineOf = (person: Resettable, from: string | null) => ({
  subject: { id: person.id, name: knownAsOf(person) },
  changes: from === null ? [] : [{ field: "askedFrom", before: null, after: from }],
});
