import "server-only";
import { changesBetween } from "@/lib/audit";
import { accountOf, changeAccount, insertAccount, renameHolder, viewAccount as view } from "@/lib/accounts/store";
import { accountDetails, holderName, newAccount } from "@/lib/accounts/schema";
import { isUniqueViolation, writer } from "@/lib/db";
import { env } from "@/lib/env.mjs";
import { remember } from "@/lib/known-browser";
import { limitKey, takeTurn } from "@/lib/limits";
import { change, read } from "@/lib/operation";
import { acceptPassword } from "@/lib/passwords/rules";
import { refuseUnknownLanguage } from "@/lib/profile/rules";
import { currentRequest } from "@/lib/request";
import { invalid, isRefusal, refuse, sentence, type Refusal } from "@/lib/result";
import { nothing } from "@/lib/sessions/schema";
import { insertSession } from "@/lib/sessions/store";
import { newToken } from "@/lib/tokens";
import type { Authorized } from "@/lib/authorize";

const anHour = 3_600_000;

/** Sign up where there is no mail server: a new account and its holder, who is signed in at once. A setting switches it off. */
export const createAccount = change({
  permission: "account.create",
  input: newAccount,
  // It would tell whose address is an account's already: with a mail server, it is confirmed first (by-mail.ts).
  prepare: (form) => (env.mail ? refuse("forbidden", "errors.sign_up_by_mail") : newHolder(form)),
  account: () => null,
  run: created,
  audit: ({ line }) => line,
  violated: violating("errors.email.taken"),
});

/** The operator makes an account for a customer, whose holder sets a password of their own at the first sign-in. */
export const openAccount = change({
  permission: "account.open",
  input: newAccount,
  prepare: withHash,
  account: () => null,
  run: async (auth, holder) => {
    const account = await insertAccount(auth, { ...holder, changeDue: true });
    const { digitalId, handle } = account;
    return { value: { digitalId, handle }, accountId: account.id, holder: { ...holder, id: account.holderId } };
  },
  audit: ({ holder }) => ({ subject: { id: holder.id, name: fullName(holder) }, changes: [] }),
  violated: violating("errors.email.exists"),
});

/** General information: what everyone in the account may read. */
export const viewAccount = read({ permission: "account.view", input: nothing, run: (auth) => view(auth) });

const fields = ["organisation", "phone", "address", "postcode", "city", "country"] as const;

/** The account's own fields. Someone whose form is older than the last edit is told, and nothing is overwritten. */
export const editAccount = change({
  permission: "account.edit",
  input: accountDetails,
  prepare: (form) => form,
  run: async (auth, { version, ...after }) => {
    const before = await accountOf(auth);
    if (before.version !== version) return refuse("conflict", "errors.account_overtaken");
    const changes = changesBetween(before as Record<(typeof fields)[number], string>, after, fields);
    if (changes.length > 0) await changeAccount(auth, after);
    return { value: { version: version + Number(changes.length > 0) }, changes };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});

/** The holder's own name. */
export const editHolderName = change({
  permission: "holder.rename",
  input: holderName,
  prepare: (form) => form,
  run: async (auth, after) => {
    const before = await renameHolder(auth, after);
    return { value: null, changes: changesBetween(before, after, ["firstName", "lastName"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});

/** Who is to hold a new account, with the hash of their password. Refused where nobody may, or their network made too many. */
export async function newHolder(form: NewAccount) {
  if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
  const key = limitKey(env.secret, "sign-up network", currentRequest().network);
  const turn = await takeTurn(writer, { key, limit: env.signUpsPerNetwork, window: anHour }, Date.now());
  if (!turn.admitted) {
    return refuse("too_many", "errors.sign_ups", { minutes: Math.ceil((turn.retryAt - Date.now()) / 60_000) });
  }
  const holder = await withHash(form);
  // Nothing was created, so the turn is not used up.
  if (isRefusal(holder)) await turn.giveBack();
  return holder;
}

type NewHolder = Omit<NewAccount, "password"> & { passwordHash: string };

/** Makes the account and a session of its holder: what a sign-up does, and the line of it. */
export async function created(auth: Authorized<"account.create" | "account.confirm">, holder: NewHolder) {
  const account = await insertAccount(auth, { ...holder, changeDue: false });
  const token = newToken();
  const { browser } = auth.actor as Extract<typeof auth.actor, { browser: unknown }>;
  const id = account.holderId;
  await insertSession(auth, { id, accountId: account.id }, { token, userAgent: browser.userAgent, method: "password", factorDue: false });
  const line = { by: { id, name: fullName(holder) }, changes: [] };
  return { value: { token, known: remember(browser.known, id), language: holder.language }, accountId: account.id, line };
}

type NewAccount = { firstName: string; lastName: string; organisation: string; email: string; password: string; language: string };

async function withHash({ password, ...holder }: NewAccount) {
  const unknown = refuseUnknownLanguage(holder.language);
  if (unknown) return unknown;
  const accepted = await acceptPassword(password, {
    email: holder.email,
    names: [holder.firstName, holder.lastName, holder.organisation],
  });
  return isRefusal(accepted) ? accepted : { ...holder, passwordHash: accepted.hash };
}

/** What a new account violates, told with this sentence where it is the holder's address. */
function violating(taken: "errors.email.taken" | "errors.email.exists") {
  return (error: unknown): Refusal | null => {
    if (isUniqueViolation(error, "emailKey")) return invalid({ email: sentence(taken) });
    // Somebody drew the same at the same moment: another try draws another.
    if (isUniqueViolation(error, "digitalId") || isUniqueViolation(error, "handle")) return refuse("unavailable");
    return null;
  };
}

const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`;
