import "server-only";
import { created, newHolder } from "@/lib/accounts/operations";
import { newAccount } from "@/lib/accounts/schema";
import { keepSignUpRequest, nextSignUpRequest, takeSignUpRequest } from "@/lib/accounts/store";
import { sayTaken } from "@/lib/addresses/operations";
import { mailsTo } from "@/lib/addresses/rules";
import { findHolderAt } from "@/lib/addresses/store";
import { isUniqueViolation, transaction, writer } from "@/lib/db";
import { env } from "@/lib/env.mjs";
import { takeTurn } from "@/lib/limits";
import { byToken } from "@/lib/links/schema";
import { findLink, newLink, spendLink } from "@/lib/mail-links";
import { links } from "@/lib/mail/rules";
import { queueMail } from "@/lib/mail/store";
import { change, job, read, request } from "@/lib/operation";
import { currentRequest } from "@/lib/request";
import { isRefusal, refuse } from "@/lib/result";
import { seal, unseal } from "@/lib/seal";
import { nothing } from "@/lib/sessions/schema";
import { wakeProgram } from "@/lib/wake-program";

/** Sign-up where there is a mail server: the address is confirmed first, so nobody learns whose it is already. */

const [requestContext, linkContext] = ["sign-up request", "sign-up link"];

/** Ask for an account. It is kept, and answered afterwards: an address that is taken shows neither in the answer nor in its time. */
export const requestAccount = request({
  permission: "account.request",
  input: newAccount,
  run: async (auth, form) => {
    const holder = await newHolder(form);
    if (isRefusal(holder)) return holder;
    const { language, address } = currentRequest();
    await keepSignUpRequest(auth, { typed: seal(requestContext, JSON.stringify(holder)), language: holder.language || language, address });
    wakeProgram();
    return null;
  },
});

type NewHolder = Exclude<Awaited<ReturnType<typeof newHolder>>, { outcome: unknown }>;

/** Answers the request that waits longest: a link to the address, or word to the holder who has it. Whether there was one. */
export const sendSignUpLink = job({
  permission: "account.send-link",
  input: nothing,
  run: async (auth, _input, inAccount) => {
    const asked = await nextSignUpRequest(auth);
    if (!asked) return false;
    const holder = holderIn(requestContext, asked.typed);
    if (!holder || !env.signUp || !(await takeTurn(writer, mailsTo(holder.email), Date.now())).admitted) {
      await takeSignUpRequest(writer, asked.id);
      return true;
    }
    const other = await findHolderAt(auth.db, holder.email);
    if (other) {
      await inAccount(other.accountId, ...sayTaken(other, asked.address, (db) => takeSignUpRequest(db, asked.id)));
      return true;
    }
    await transaction(async (tx) => {
      if (!(await takeSignUpRequest(tx, asked.id))) return;
      const now = new Date();
      const data = seal(linkContext, JSON.stringify(holder));
      const link = await newLink(tx, now, { purpose: "sign-up", person: null, hours: links["sign-up"].hours, data });
      const params = { name: `${holder.firstName} ${holder.lastName}`, account: holder.organisation, address: asked.address, when: now.toISOString() };
      await queueMail(tx, { kind: "sign-up", to: { email: holder.email, language: asked.language }, link, params, now });
    });
    return true;
  },
});

/** Whose account a link makes, so that its page can say so. Null where it is good for nothing any more. */
export const viewSignUpLink = read({
  permission: "account.view-link",
  input: byToken,
  run: async ({ db, now }, { token }) => {
    const link = await findLink(db, token, ["sign-up"], now);
    const holder = link && env.signUp ? holderIn(linkContext, link.data) : null;
    if (!holder) return null;
    const { firstName, lastName, organisation, email } = holder;
    return { firstName, lastName, organisation, email };
  },
});

/** Confirm a sign-up by its link: the account is made, and its holder signed in. */
export const confirmAccount = change({
  permission: "account.confirm",
  input: byToken,
  prepare: async ({ token }, { db, now }) => {
    if (!env.signUp) return refuse("forbidden", "errors.sign_up_off");
    const link = await findLink(db, token, ["sign-up"], now);
    const holder = link && holderIn(linkContext, link.data);
    return holder ? { link, holder } : refuse("conflict", "errors.link");
  },
  account: () => null,
  run: async (auth, { link, holder }) => ((await spendLink(auth.db, link.id)) ? created(auth, holder) : refuse("conflict", "errors.link")),
  audit: ({ line }) => line,
  violated: (error) => {
    if (isUniqueViolation(error, "emailKey")) return refuse("conflict", "errors.address_taken");
    return isUniqueViolation(error, "digitalId") || isUniqueViolation(error, "handle") ? refuse("unavailable") : null;
  },
});

function holderIn(context: string, sealed: string): NewHolder | null {
  const text = unseal(context, sealed);
  return text === null ? null : (JSON.parse(text) as NewHolder);
}
