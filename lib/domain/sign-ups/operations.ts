import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { change, job, read, request } from "@/lib/access/operation";
import { transaction, writer, type Db } from "@/lib/database/db";
import { acceptHolder, fullName, violatedBy, type NewAccount } from "@/lib/domain/accounts/rules";
import { newAccount } from "@/lib/domain/accounts/schema";
import { insertAccount } from "@/lib/domain/accounts/store";
import { noticesTo } from "@/lib/domain/addresses/rules";
import { findHolderAt } from "@/lib/domain/addresses/store";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, newLink, spendLink } from "@/lib/domain/mail-links/store";
import { tellTaken } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { queueMail } from "@/lib/domain/mail/store";
import { proveAddress } from "@/lib/domain/people/store";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { endSessionOfToken, insertSession } from "@/lib/domain/sessions/store";
import { noteTry } from "@/lib/domain/sign-ins/store";
import { accountConfirmation, accountRequest, type AccountRequest } from "@/lib/domain/sign-ups/schema";
import { findSignUpRequest, keepSignUpRequest, takeSignUpRequest } from "@/lib/domain/sign-ups/store";
import { emailKey, keptAddress } from "@/lib/isomorphic/email-address.mjs";
import { rowById } from "@/lib/isomorphic/fields";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wakeProgram } from "@/lib/runtime/wake";
import { remember } from "@/lib/security/known-browser";
import { limitKey, takeTurn } from "@/lib/access/limits";
import { seal, unseal } from "@/lib/security/seal";
import { newToken } from "@/lib/security/tokens";

const anHour = 3_600_000;
const [requestContext, linkContext] = ["sign-up request", "sign-up link"];

/** Sign up where there is no mail server: a new account and its holder, who is signed in at once. A setting switches it off. */
export const createAccount = change({
  permission: "account.create",
  input: newAccount,
  // It would tell whose address is an account's already: with a mail server, it is confirmed first by requestAccount.
  prepare: (form) => (env.mail ? refuse("forbidden", "errors.sign_up_by_mail") : newHolder(form)),
  account: () => null,
  run: created,
  audit: ({ line }) => line,
  violated: violatedBy(invalid({ email: sentence("errors.email.taken") })),
});

/**
 * Sign up where there is a mail server: the address is confirmed first, so nobody learns whose it is already. It is kept, and answered afterwards: an address that is taken shows
 * neither in the answer nor in its time. A password is chosen where the link leads, by whoever has the mailbox.
 */
export const requestAccount = request({
  permission: "account.request",
  input: accountRequest,
  run: async (auth, asked) => {
    const unknown = refuseUnknownLanguage(asked.language);
    if (unknown) return unknown;
    const turn = await takeSignUpTurn();
    if (isRefusal(turn)) return turn;
    const { language, address } = currentRequest();
    await keepSignUpRequest(auth, { typed: seal(requestContext, JSON.stringify(asked)), language: asked.language || language, address });
    wakeProgram();
    return null;
  },
});

/** Answers a request: a link to the address, or word to the holder who has it. */
export const sendSignUpLink = job({
  permission: "account.send-link",
  input: rowById,
  run: async (auth, { id }, inAccount) => {
    const asked = await findSignUpRequest(auth, id);
    if (!asked) return null;
    const typed = typedIn(requestContext, asked.typed);
    const other = typed && (await findHolderAt(auth.db, typed.email));
    if (!typed || !env.signUp || (other && !(await takeTurn(writer, noticesTo(other), Date.now())).admitted)) {
      await takeSignUpRequest(writer, asked.id);
      return null;
    }
    if (other) {
      const find = (db: Db) => findHolderAt(db, typed.email);
      await inAccount(other.accountId, ...tellTaken(other.accountId, { find, take: (db) => takeSignUpRequest(db, asked.id) }));
      return null;
    }
    await transaction(async (tx) => {
      // Somebody who has it by now is told at the next turn.
      if ((await findHolderAt(tx, typed.email)) || !(await takeSignUpRequest(tx, asked.id))) return;
      const now = new Date();
      const data = seal(linkContext, JSON.stringify(typed));
      const link = await newLink(tx, now, { purpose: "sign-up", person: null, hours: links["sign-up"].hours, data });
      // Nothing that was typed: it is perhaps a stranger's message to whoever has the mailbox.
      const params = { address: asked.address, when: now.toISOString() };
      await queueMail(tx, { kind: "sign-up", to: { email: typed.email, language: asked.language }, link, params, now });
    });
    return null;
  },
});

/** What was typed for the account that a link makes, so that its page can ask about it. Null where it is good for nothing any more. */
export const viewSignUpLink = read({
  permission: "account.view-link",
  input: byToken,
  run: async ({ db, now }, { token }) => {
    const link = await findLink(db, token, ["sign-up"], now);
    const typed = link && env.signUp ? typedIn(linkContext, link.data) : null;
    if (!typed) return null;
    const { firstName, lastName, organisation, email } = typed;
    return { firstName, lastName, organisation, email };
  },
});

/** Confirm a sign-up by its link, with a password: the account is made, and its holder signed in. */
export const confirmAccount = change({
  permission: "account.confirm",
  input: accountConfirmation,
  prepare: async ({ token, ...form }, { db, now }) => {
    if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
    const link = await findLink(db, token, ["sign-up"], now);
    const typed = link && typedIn(linkContext, link.data);
    if (!typed) return refuse("conflict", "errors.link");
    const holder = await acceptHolder({ ...form, email: typed.email });
    return isRefusal(holder) ? holder : { link, holder };
  },
  account: () => null,
  run: async (auth, { link, holder }) => {
    if (!(await spendLink(auth.db, link.id))) return refuse("conflict", "errors.link");
    const made = await created(auth, holder);
    await proveAddress(auth.db, { id: made.line.by.id, emailKey: emailKey(holder.email) });
    return made;
  },
  audit: ({ line }) => line,
  violated: violatedBy(refuse("conflict", "errors.address_taken")),
});

function typedIn(context: string, sealed: string): AccountRequest | null {
  const text = unseal(context, sealed);
  if (text === null) return null;
  const { firstName, lastName, organisation, email, language } = JSON.parse(text) as AccountRequest;
  return { firstName, lastName, organisation, email: keptAddress(email), language };
}

/** Who is to hold a new account, with the hash of their password. Refused where nobody may, or their network made too many. */
async function newHolder(form: NewAccount) {
  const turn = await takeSignUpTurn();
  if (isRefusal(turn)) return turn;
  const holder = await acceptHolder(form);
  // Nothing was created, so the turn is not used up.
  if (isRefusal(holder)) await turn.giveBack();
  return holder;
}

async function takeSignUpTurn() {
  if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
  const key = limitKey(env.secret, "sign-up network", currentRequest().network);
  const turn = await takeTurn(writer, { key, limit: env.signUpsPerNetwork, window: anHour }, Date.now());
  return turn.admitted ? turn : refuse("too_many", "errors.sign_ups", { minutes: Math.ceil((turn.retryAt - Date.now()) / 60_000) });
}

type NewHolder = Omit<NewAccount, "password"> & { passwordHash: string };

/** Makes the account and a session of its holder: what a sign-up does, and the line of it. */
async function created(auth: Authorized<"account.create" | "account.confirm">, holder: NewHolder) {
  const account = await insertAccount(auth, { ...holder, changeDue: false });
  const token = newToken();
  const { browser } = auth.actor as Extract<typeof auth.actor, { browser: unknown }>;
  const id = account.holderId;
  if (browser.token) await endSessionOfToken(auth, browser.token);
  // Signing up logs in as well.
  await noteTry(auth.db, { accountId: account.id, personId: id, method: "password", outcome: "done", address: auth.actor.address, userAgent: browser.userAgent });
  await insertSession(auth, { id, accountId: account.id }, { token, userAgent: browser.userAgent, method: "password", factorDue: false });
  const line = { by: { id, name: fullName(holder) }, changes: [] };
  return { value: { token, known: remember(browser.known, { id, browserSalt: "" }), language: holder.language }, accountId: account.id, line };
}
