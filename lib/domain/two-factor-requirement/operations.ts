import "server-only";
import { setImmediate as immediately } from "node:timers/promises";
import { changesBetween, type Line } from "@/lib/access/audit";
import type { Locked } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { job } from "@/lib/access/job";
import { takeTurn, waiting } from "@/lib/access/limits";
import { read } from "@/lib/access/operation";
import { isAskedFor } from "@/lib/access/two-factor-requirement";
import { mailLink } from "@/lib/domain/mail-links/mail-link";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, spendLink } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { hasDelivered } from "@/lib/domain/mail/store";
import { proveAddress } from "@/lib/domain/people/store";
import { markMailProved } from "@/lib/domain/sessions/store";
import { askedMail, begun, shownRequirement } from "@/lib/domain/two-factor-requirement/output";
import { aDay, daysUntil, refuseEnrolled } from "@/lib/domain/two-factor-requirement/rules";
import { accountToTell, previewQuery, requirement } from "@/lib/domain/two-factor-requirement/schema";
import {
  changeRequirement,
  findHolderId,
  findRequirement,
  listReleases,
  listTelling,
  nextToTell,
  nextToTellOfRelease,
  noteReleaseTold,
  noteTold,
  viewProtection,
} from "@/lib/domain/two-factor-requirement/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { none, nothing } from "@/lib/isomorphic/fields";
import { refuse, refuseOwing } from "@/lib/isomorphic/result";
import type { Standing } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { limitKey } from "@/lib/security/limit-key";

/** What an account requires, and whom it would ask where that is wanted: before it is switched on, and after. */
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
 * Require two-factor, from now or from a day on. Refused until the mail server has delivered something: who has to enrol
 * proves by mail that it is them.
 */
export const requireTwoFactor = change({
  permission: "account.require-two-factor",
  input: requirement,
  output: begun,
  target: async (auth) => ((await hasDelivered(auth)) ? findRequirement(auth) : refuse("conflict", "errors.require_mail")),
  run: async (auth, { input: { for: asked, days }, target: before }) => {
    // The days that are left are no new day: somebody may only want it of others.
    const kept = before.twoFactorFor !== "" && days === daysUntil(before.twoFactorFrom, auth.now);
    const after = { twoFactorFor: asked, twoFactorFrom: kept ? before.twoFactorFrom : new Date(auth.now.getTime() + days * aDay) };
    const value = { from: after.twoFactorFrom.toISOString() };
    if (kept && asked === before.twoFactorFor) return unchanged(value);
    await changeRequirement(auth, after);
    wake("request");
    return { value, changes: changesBetween(told(before), told(after), ["requiredFor", "requiredFrom"]) };
  },
  audit: ({ changes }) => ({ changes }),
});

/** Mail works while something was delivered so lately, in milliseconds. */
const mailWorks = aDay;

/**
 * Require it no more. The holder can do so even where they would have to enrol first: by the password alone where no mail
 * arrives, else by the link of a mail too, as whoever stole the password could otherwise. Every Administrator is told.
 */
export const releaseTwoFactor = change({
  permission: "account.release-two-factor",
  input: nothing,
  output: none,
  target: async (auth) => {
    const { principal: { standing }, credential: { owes, mailProved } } = auth.actor;
    if (owes && standing !== "holder") return refuseOwing("enrolment");
    const since = new Date(auth.now.getTime() - mailWorks);
    if (owes && !mailProved && (await hasDelivered(auth, since))) return refuse("forbidden", "errors.release_mail");
    const before = await findRequirement(auth);
    return before.twoFactorFor === "" ? refuse("conflict", "errors.required_of_nobody") : before;
  },
  run: async (auth, { target: before }) => {
    await changeRequirement(auth, { twoFactorFor: "", twoFactorFrom: before.twoFactorFrom });
    wake("request");
    const { knownAs, digitalId } = auth.actor.principal;
    await tell(auth, await findHolderId(auth), { kind: "two-factor-released", params: { who: knownAs, account: digitalId } });
    return { value: null, before: told(before) };
  },
  audit: ({ before }) => ({ changes: changesBetween(before, { requiredFor: "", requiredFrom: "" }, ["requiredFor", "requiredFrom"]) }),
});

/** Mails that one person can have sent in an hour to prove who they are. */
const mostMails = 5;

/** Ask for the mail whose link proves, besides the password, that it is oneself who is going to enrol. */
export const askToEnrol = change({
  permission: "enrolment.ask",
  input: nothing,
  output: askedMail,
  target: async ({ actor }) => refuseEnrolled(actor),
  prepare: async (auth) => {
    const key = limitKey(env.secret, "enrolment", auth.actor.principal.personId);
    const turn = await takeTurn(auth, { key, limit: mostMails, window: 3_600_000 }, Date.now());
    return turn.admitted ? null : waiting(turn.retryAt);
  },
  run: async (auth) => {
    const { principal: { personId, email }, credential: { sessionId }, address } = auth.actor;
    // Good in this session alone: whoever else opens the link is not in front of the browser that asked.
    const until = await mailLink(auth, { purpose: "enrol", personId, hours: links.enrol.hours, data: sessionId, kind: "enrol", params: { address } });
    return { value: { email, until: until?.toISOString() ?? null } };
  },
  audit: () => ({ changes: [] }),
});

/** Use the link of that mail, in the browser that asked for it. */
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
    await proveAddress(auth, { id, emailKey: emailKey(email) });
    return { value: null };
  },
  audit: () => ({ changes: [] }),
});

const elsewhere = refuse("conflict", "errors.link_elsewhere");

/** People told in one step, for which whoever writes waits. */
const atOnce = 25;

/** Tells some of those who have to enrol in an account. Whom, and of what, is asked in the transaction that notes it. */
export const tellRequirement = job({
  permission: "account.tell-two-factor",
  input: accountToTell,
  output: none,
  waiting: listTelling,
  run: (_auth, { id }, { inAccount }) =>
    inAccount(id, async (auth) => {
      const found = await nextToTell(auth, atOnce);
      if (!found) return nobody;
      const { account, people } = found;
      const concerned = people.filter(({ twoFactor, privilege }) => !twoFactor && isAskedFor(account, privilege as Standing));
      const params = { account: account.digitalId, from: account.twoFactorFrom.toISOString() };
      await noteTold(auth, reachedBy(people));
      return { value: null, lines: await tellEach(auth, concerned, { kind: "two-factor-required", params }) };
    }),
});

/** Tells some of an account's Administrators that two-factor is required no more. Its holder was told at once. */
export const tellRelease = job({
  permission: "account.tell-release",
  input: accountToTell,
  output: none,
  waiting: listReleases,
  run: (_auth, { id }, { inAccount }) =>
    inAccount(id, async (auth) => {
      const found = await nextToTellOfRelease(auth, atOnce);
      if (!found) return nobody;
      const { account, people } = found;
      await noteReleaseTold(auth, reachedBy(people));
      const params = { who: account.releasedBy, account: account.digitalId };
      return { value: null, lines: await tellEach(auth, people, { kind: "two-factor-released", params }) };
    }),
});

/** A step that finds nobody left to tell. */
const nobody = { value: null, lines: [] };

/** The number up to which people are told with this step; null where nobody is left. */
const reachedBy = (people: readonly { number: bigint }[]) => (people.length === atOnce ? people.at(-1)!.number : null);

type Telling = Locked<"account.tell-two-factor" | "account.tell-release">;

/** Writes the mails of one step. The line of it says how many people they go to. */
async function tellEach(auth: Telling, people: readonly Parameters<typeof tell>[1][], notice: Parameters<typeof tell>[2]): Promise<Line[]> {
  for (const person of people) {
    await tell(auth, person, notice);
    // Pages get their turn: statements of SQLite hold the thread.
    await immediately();
  }
  return people.length > 0 ? [{ changes: [{ field: "told", before: null, after: String(people.length) }] }] : [];
}

const told = ({ twoFactorFor, twoFactorFrom }: { twoFactorFor: string; twoFactorFrom: Date }) => ({
  requiredFor: twoFactorFor,
  // The moment, and not its day: from now and in one day may be the same day, and are not the same.
  requiredFrom: twoFactorFor === "" ? "" : twoFactorFrom.toISOString(),
});
