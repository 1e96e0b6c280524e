import "server-only";
import { setImmediate as immediately } from "node:timers/promises";
import { changesBetween, type Line } from "@/lib/access/audit";
import type { Locked } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { consumeLimit, waiting } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { isAskedFor } from "@/lib/access/two-factor-requirement";
import { mailLink } from "@/lib/domain/mail-links/mail-link";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, spendLink } from "@/lib/domain/mail-links/store";
import { notify } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { hasDelivered } from "@/lib/domain/mail/store";
import { markEmailConfirmed } from "@/lib/domain/people/store";
import { markMailProved } from "@/lib/domain/sessions/store";
import { askedMail, begun, shownRequirement } from "@/lib/domain/two-factor-requirement/output";
import { aDay, daysUntil, refuseEnrolled } from "@/lib/domain/two-factor-requirement/rules";
import { accountToNotify, previewQuery, requirement } from "@/lib/domain/two-factor-requirement/schema";
import {
  changeRequirement,
  findHolderId,
  findRequirement,
  listReleasesToNotify,
  listAccountsToNotify,
  findNextRecipients,
  findNextReleaseRecipients,
  recordReleaseProgress,
  recordProgress,
  viewProtection,
} from "@/lib/domain/two-factor-requirement/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { none, nothing } from "@/lib/isomorphic/fields";
import { refuse, refusePendingStep } from "@/lib/isomorphic/result";
import type { Standing } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { limitKey } from "@/lib/security/limit-key";

/** Shows the account's requirement and, if asked, whom a requirement would cover. */
export const viewRequirement = read({
  permission: "account.view-two-factor",
  input: previewQuery,
  output: shownRequirement,
  run: async (auth, { for: wanted }) => {
    const [now, ready] = [await findRequirement(auth), await hasDelivered(auth)];
    return { ...now, ready, preview: wanted ? await viewProtection(auth, wanted) : null };
  },
});

/**
 * Requires two-factor authentication, from now or after some days. Refused until the mail server has delivered an email: users
 * confirm by email before they set it up.
 */
export const requireTwoFactor = change({
  permission: "account.require-two-factor",
  input: requirement,
  output: begun,
  target: async (auth) =>
    (await hasDelivered(auth)) ? findRequirement(auth) : refuse("conflict", "errors.require_mail"),
  run: async (auth, { input: { for: asked, days }, target: before }) => {
    // Unchanged days keep the start date: the actor may only have changed for whom it applies.
    const isSame = before.twoFactorFor !== "" && days === daysUntil(before.twoFactorFrom, auth.now);
    const after = {
      twoFactorFor: asked,
      twoFactorFrom: isSame ? before.twoFactorFrom : new Date(auth.now.getTime() + days * aDay),
    };
    const value = { from: after.twoFactorFrom.toISOString() };
    if (isSame && asked === before.twoFactorFor) return unchanged(value);
    await changeRequirement(auth, after);
    wake("pending");
    return {
      value,
      changes: changesBetween(requirementValues(before), requirementValues(after), ["requiredFor", "requiredFrom"]),
    };
  },
  audit: ({ changes }) => ({ changes }),
});

/** Email counts as working if Steward has delivered one within this time, in milliseconds. */
const mailWorks = aDay;

/**
 * Ends the requirement. The account holder can do so even before their own required setup. If email works, they must confirm by
 * email first, so that a stolen password is not enough. If it does not, the password suffices. Every Administrator is notified.
 */
export const releaseTwoFactor = change({
  permission: "account.release-two-factor",
  input: nothing,
  output: none,
  target: async (auth) => {
    const {
      principal: { standing },
      credential: { pendingStep, mailProved },
    } = auth.actor;
    if (pendingStep && standing !== "holder") return refusePendingStep("enrolment");
    const since = new Date(auth.now.getTime() - mailWorks);
    if (pendingStep && !mailProved && (await hasDelivered(auth, since)))
      return refuse("forbidden", "errors.release_mail");
    const before = await findRequirement(auth);
    return before.twoFactorFor === "" ? refuse("conflict", "errors.required_of_nobody") : before;
  },
  run: async (auth, { target: before }) => {
    await changeRequirement(auth, { twoFactorFor: "", twoFactorFrom: before.twoFactorFrom });
    wake("pending");
    const { knownAs, digitalId } = auth.actor.principal;
    await notify(auth, await findHolderId(auth), {
      kind: "two-factor-released",
      params: { who: knownAs, account: digitalId },
    });
    return { value: null, before: requirementValues(before) };
  },
  audit: ({ before }) => ({
    changes: changesBetween(before, { requiredFor: "", requiredFrom: "" }, ["requiredFor", "requiredFrom"]),
  }),
});

/** How many confirmation emails a person can request per hour. */
const mostMails = 5;

/** Sends the actor an email to confirm, in addition to the password, that they are the one who sets up two-factor authentication. */
export const sendEnrolmentLink = change({
  permission: "enrolment.ask",
  input: nothing,
  output: askedMail,
  target: async ({ actor }) => refuseEnrolled(actor),
  prepare: async (auth) => {
    const key = limitKey(env.secret, "enrolment", auth.actor.principal.personId);
    const turn = await consumeLimit(auth, { key, limit: mostMails, window: 3_600_000 }, Date.now());
    return turn.admitted ? null : waiting(turn.retryAt);
  },
  run: async (auth) => {
    const {
      principal: { personId, email },
      credential: { sessionId },
      source,
    } = auth.actor;
    // The link works only in this session, so only in the browser that asked for it.
    const until = await mailLink(auth, {
      purpose: "enrol",
      personId,
      hours: links.enrol.hours,
      data: sessionId,
      kind: "enrol",
      params: { address: source },
    });
    return { value: { email, until: until?.toISOString() ?? null } };
  },
  audit: () => ({ changes: [] }),
});

/** Uses the link of that email, in the browser that asked for it. */
export const confirmEnrolment = change({
  permission: "enrolment.confirm",
  input: byToken,
  output: none,
  target: async (auth, { token }) => {
    const refusal = refuseEnrolled(auth.actor);
    if (refusal) return refusal;
    const link = await findLink(auth, token, ["enrol"]);
    if (!link) return refuse("conflict", "errors.link");
    return link.data === auth.actor.credential.sessionId ? link : elsewhere;
  },
  run: async (auth, { target: link }) => {
    if (!(await spendLink(auth, link.id))) return elsewhere;
    await markMailProved(auth);
    const { personId: id, email } = auth.actor.principal;
    await markEmailConfirmed(auth, { id, emailKey: emailKey(email) });
    return { value: null };
  },
  audit: () => ({ changes: [] }),
});

const elsewhere = refuse("conflict", "errors.link_elsewhere");

/** How many people one step notifies. Other writers wait for the step. */
const atOnce = 25;

/** Notifies some users of an account about the requirement. The transaction that notes the progress also reads users and requirement. */
export const notifyOfRequirement = job({
  permission: "account.tell-two-factor",
  input: accountToNotify,
  output: none,
  waiting: listAccountsToNotify,
  run: (_auth, { id }, { inAccount }) =>
    inAccount(id, async (auth) => {
      const found = await findNextRecipients(auth, atOnce);
      if (!found) return nobody;
      const { account, people } = found;
      const concerned = people.filter(
        ({ twoFactor, privilege }) => !twoFactor && isAskedFor(account, privilege as Standing),
      );
      const params = { account: account.digitalId, from: account.twoFactorFrom.toISOString() };
      await recordProgress(auth, progressAfter(people));
      return { value: null, lines: await notifyEach(auth, concerned, { kind: "two-factor-required", params }) };
    }),
});

/** Notifies some Administrators of an account that the requirement has ended. The account holder was notified at once. */
export const notifyOfRelease = job({
  permission: "account.tell-release",
  input: accountToNotify,
  output: none,
  waiting: listReleasesToNotify,
  run: (_auth, { id }, { inAccount }) =>
    inAccount(id, async (auth) => {
      const found = await findNextReleaseRecipients(auth, atOnce);
      if (!found) return nobody;
      const { account, people } = found;
      await recordReleaseProgress(auth, progressAfter(people));
      const params = { who: account.releasedBy, account: account.digitalId };
      return { value: null, lines: await notifyEach(auth, people, { kind: "two-factor-released", params }) };
    }),
});

/** The result of a step with nobody left to notify. */
const nobody = { value: null, lines: [] };

/** The number of the last person notified so far. Null if nobody is left. */
const progressAfter = (people: readonly { number: bigint }[]) =>
  people.length === atOnce ? people.at(-1)!.number : null;

type NotifyAuth = Locked<"account.tell-two-factor" | "account.tell-release">;

/** Writes the emails of one step. The entry says how many people get one. */
async function notifyEach(
  auth: NotifyAuth,
  people: readonly Parameters<typeof notify>[1][],
  notice: Parameters<typeof notify>[2],
): Promise<Line[]> {
  for (const person of people) {
    await notify(auth, person, notice);
    // Lets requests run in between: SQLite statements block the event loop.
    await immediately();
  }
  return people.length > 0 ? [{ changes: [{ field: "told", before: null, after: String(people.length) }] }] : [];
}

const requirementValues = ({ twoFactorFor, twoFactorFrom }: { twoFactorFor: string; twoFactorFrom: Date }) => ({
  requiredFor: twoFactorFor,
  // The time, not only the date: "now" and "in one day" can fall on the same date.
  requiredFrom: twoFactorFor === "" ? "" : twoFactorFrom.toISOString(),
});
