import "server-only";
import { browserOf } from "@/lib/access/actor";
import type { Authorized, Autocommit, InTransaction } from "@/lib/access/authorize";
import { creation } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimit } from "@/lib/access/limits";
import { deferred, read } from "@/lib/access/operation";
import { acceptHolder, fullName, violatedBy, type NewAccount } from "@/lib/domain/accounts/rules";
import { newAccount } from "@/lib/domain/accounts/schema";
import { insertAccount } from "@/lib/domain/accounts/store";
import { noticesTo } from "@/lib/domain/email-changes/rules";
import { findHolderByEmail } from "@/lib/domain/email-changes/store";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, newStrangersLink, spendLink } from "@/lib/domain/mail-links/store";
import { notifyOfTakenEmail } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { queueMail } from "@/lib/domain/mail/store";
import { markEmailConfirmed } from "@/lib/domain/people/store";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { endSessionOfToken, insertSession } from "@/lib/domain/sessions/store";
import { recordAttempt } from "@/lib/domain/sign-ins/store";
import { madeAccount, signUpDetailsOutput } from "@/lib/domain/sign-ups/output";
import { accountConfirmation, signUpDetails, type SignUpDetails } from "@/lib/domain/sign-ups/schema";
import {
  claimPendingSignUp,
  findPendingSignUp,
  listPendingSignUps,
  savePendingSignUp,
} from "@/lib/domain/sign-ups/store";
import { emailKey, normalizeEmail } from "@/lib/isomorphic/email.mjs";
import { none, rowById } from "@/lib/isomorphic/fields";
import { invalid, isRefusal, refuse, sentence } from "@/lib/isomorphic/result";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { decrypt, encrypt } from "@/lib/security/encryption";
import { remember } from "@/lib/security/known-browser";
import { limitKey } from "@/lib/security/limit-key";
import { newToken } from "@/lib/security/tokens";

const anHour = 3_600_000;
const [pendingContext, linkContext] = ["sign-up request", "sign-up link"];

/** Signs up without a mail server: creates an account and logs its holder in. A setting turns sign-ups off. */
export const createAccount = creation({
  permission: "account.create",
  input: newAccount,
  output: madeAccount,
  // Reveals whether an email address is taken. With a mail server, `startSignUp` confirms the address first instead.
  prepare: (auth, { input }) => (env.mail ? refuse("forbidden", "errors.sign_up_by_mail") : newHolder(auth, input)),
  run: (auth, { prepared: holder }) => created(auth, holder),
  audit: ({ line }) => line,
  violated: violatedBy(invalid({ email: sentence("errors.email.taken") })),
});

/**
 * Requests a sign-up with a mail server. Stored and completed later, so neither the answer nor its time reveals whether the email address
 * is taken. The owner of the mailbox confirms the address by the link, and chooses the password there.
 */
export const startSignUp = deferred({
  permission: "account.request",
  input: signUpDetails,
  output: none,
  run: async (auth, details) => {
    const unknown = refuseUnknownLanguage(details.language);
    if (unknown) return unknown;
    const turn = await consumeSignUpLimit(auth);
    if (isRefusal(turn)) return turn;
    const { language, ip } = currentRequest();
    await savePendingSignUp(auth, {
      typed: encrypt(pendingContext, JSON.stringify(details)),
      language: details.language || language,
      ip,
    });
    wake("pending");
    return null;
  },
});

/** Answers a request: sends a link to the email address, or notifies the account holder who already has it. */
export const sendSignUpLink = job({
  permission: "account.send-link",
  input: rowById,
  output: none,
  waiting: listPendingSignUps,
  run: async (auth, { id }, { inAccount, inNone }) => {
    const pending = await findPendingSignUp(auth, id);
    if (!pending) return null;
    const typed = typedIn(pendingContext, pending.typed);
    const other = typed && (await findHolderByEmail(auth, typed.email));
    if (!typed || !env.signUp || (other && !(await consumeLimit(auth, noticesTo(other), Date.now())).admitted)) {
      await claimPendingSignUp(auth, pending.id);
      return null;
    }
    if (other) {
      const find = (inside: Authorized<"account.send-link">) => findHolderByEmail(inside, typed.email);
      return inAccount(
        other.accountId,
        notifyOfTakenEmail({ find, take: (inside) => claimPendingSignUp(inside, pending.id) }),
      );
    }
    await inNone(async (inside) => {
      // If an account holder has taken the email address in between, the next run notifies them.
      if ((await findHolderByEmail(inside, typed.email)) || !(await claimPendingSignUp(inside, pending.id))) return;
      const data = encrypt(linkContext, JSON.stringify(typed));
      const link = await newStrangersLink(inside, { purpose: "sign-up", hours: links["sign-up"].hours, data });
      // No typed text: a stranger could use it to send a message to the owner of the mailbox.
      const params = { address: pending.ip, when: inside.now.toISOString() };
      await queueMail(inside, {
        kind: "sign-up",
        to: { email: typed.email, language: pending.language },
        link,
        params,
      });
    });
    return null;
  },
});

/** The data typed for the account of a link, for its page. Null if the link is invalid. */
export const viewSignUpLink = read({
  permission: "account.view-link",
  input: byToken,
  output: signUpDetailsOutput,
  run: async (auth, { token }) => {
    const link = await findLink(auth, token, ["sign-up"]);
    return link && env.signUp ? typedIn(linkContext, link.data) : null;
  },
});

/** Confirms a sign-up by its link, with a password: creates the account and logs its holder in. */
export const confirmAccount = creation({
  permission: "account.confirm",
  input: accountConfirmation,
  output: madeAccount,
  target: async (auth, { token }) => {
    if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
    const link = await findLink(auth, token, ["sign-up"]);
    const typed = link && typedIn(linkContext, link.data);
    return typed ? { link, email: typed.email } : refuse("conflict", "errors.link");
  },
  prepare: (_auth, { input: { token: _token, ...form }, target: { email } }) => acceptHolder({ ...form, email }),
  run: async (auth, { target: { link }, prepared: holder }) => {
    if (!(await spendLink(auth, link.id))) return refuse("conflict", "errors.link");
    const made = await created(auth, holder);
    await markEmailConfirmed(made.inside, { id: made.line.by.id, emailKey: emailKey(holder.email) });
    return made;
  },
  audit: ({ line }) => line,
  violated: violatedBy(refuse("conflict", "errors.address_taken")),
});

function typedIn(context: string, encrypted: string): SignUpDetails | null {
  const text = decrypt(context, encrypted);
  if (text === null) return null;
  const { firstName, lastName, organisation, email, language } = JSON.parse(text) as SignUpDetails;
  return { firstName, lastName, organisation, email: normalizeEmail(email), language };
}

/** Checks a sign-up, and hashes the password. Refuses if sign-ups are off or the network made too many. */
async function newHolder(auth: Autocommit<"account.create">, form: NewAccount) {
  const turn = await consumeSignUpLimit(auth);
  if (isRefusal(turn)) return turn;
  const holder = await acceptHolder(form);
  // No account was created, so the turn does not count.
  if (isRefusal(holder)) await turn.refund();
  return holder;
}

async function consumeSignUpLimit(auth: Autocommit<"account.create" | "account.request">) {
  if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
  const key = limitKey(env.secret, "sign-up network", currentRequest().network);
  const turn = await consumeLimit(auth, { key, limit: env.signUpsPerNetwork, window: anHour }, Date.now());
  return turn.admitted
    ? turn
    : refuse("too_many", "errors.sign_ups", { minutes: Math.ceil((turn.retryAt - Date.now()) / 60_000) });
}

type NewHolder = Omit<NewAccount, "password"> & { passwordHash: string };

/** Creates the account and a session of its holder. Returns both, with the activity entry. */
async function created<P extends "account.create" | "account.confirm">(auth: InTransaction<P>, holder: NewHolder) {
  const { id: accountId, holderId: id, inside } = await insertAccount(auth, { ...holder, changeDue: false });
  const token = newToken();
  const { actor } = inside;
  const browser = browserOf(actor);
  if (browser.token) await endSessionOfToken(inside, browser.token);
  // Signing up logs in as well.
  await recordAttempt(inside, {
    accountId,
    personId: id,
    method: "password",
    outcome: "done",
    ip: actor.source,
    userAgent: browser.userAgent,
  });
  await insertSession(inside, { id }, { token, userAgent: browser.userAgent, method: "password", factorDue: false });
  const line = { by: { id, name: fullName(holder) }, changes: [] };
  return {
    value: { token, known: remember(browser.known, { id, browserSalt: "" }), language: holder.language },
    inside,
    line,
  };
}
