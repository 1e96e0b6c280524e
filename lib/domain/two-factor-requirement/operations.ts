import "server-only";
import { setImmediate as immediately } from "node:timers/promises";
import { changesBetween } from "@/lib/access/audit";
import { change, job, read } from "@/lib/access/operation";
import { isAskedFor } from "@/lib/access/two-factor-requirement";
import { writer } from "@/lib/database/db";
import { mailLink } from "@/lib/domain/mail-links/mail-link";
import { byToken } from "@/lib/domain/mail-links/schema";
import { findLink, spendLink } from "@/lib/domain/mail-links/store";
import { tell } from "@/lib/domain/mail/notices";
import { links } from "@/lib/domain/mail/rules";
import { hasDelivered } from "@/lib/domain/mail/store";
import { proveAddress } from "@/lib/domain/people/store";
import { markMailProved } from "@/lib/domain/sessions/store";
import { aDay, daysUntil } from "@/lib/domain/two-factor-requirement/rules";
import { accountToTell, previewQuery, requirement } from "@/lib/domain/two-factor-requirement/schema";
import { changeRequirement, findHolderId, findRequirement, nextToTell, nextToTellOfRelease, noteReleaseTold, noteTold, viewProtection } from "@/lib/domain/two-factor-requirement/store";
import { emailKey } from "@/lib/isomorphic/email-address.mjs";
import { nothing } from "@/lib/isomorphic/fields";
import { refuse } from "@/lib/isomorphic/result";
import type { Standing } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";
import { wake } from "@/lib/runtime/wake";
import { limitKey, takeTurn, waiting } from "@/lib/access/limits";

/** What an account requires, and whom it would ask where that is wanted: before it is switched on, and after. */
export const viewRequirement = read({
  permission: "account.view-two-factor",
  input: previewQuery,
  run: async (auth, { for: wanted }) => {
    const [now, ready] = [await findRequirement(auth), await hasDelivered(auth.db)];
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
  prepare: (form) => form,
  run: async (auth, { for: asked, days }) => {
    if (!(await hasDelivered(auth.db))) return refuse("conflict", "errors.require_mail");
    const before = await findRequirement(auth);
    // The days that are left are no new day: somebody may only want it of others.
    const kept = before.twoFactorFor !== "" && days === daysUntil(before.twoFactorFrom, auth.now);
    const after = { twoFactorFor: asked, twoFactorFrom: kept ? before.twoFactorFrom : new Date(auth.now.getTime() + days * aDay) };
    const value = { from: after.twoFactorFrom.toISOString() };
    if (kept && asked === before.twoFactorFor) return { value, changes: [] };
    await changeRequirement(auth, after);
    wake("request");
    return { value, changes: changesBetween(told(before), told(after), ["requiredFor", "requiredFrom"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
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
  prepare: () => null,
  run: async (auth) => {
    const { owes, standing, mailProved } = auth.actor;
    if (owes && standing !== "holder") return refuse("forbidden", "outcomes.enrolment_due");
    if (owes && !mailProved && (await hasDelivered(auth.db, new Date(auth.now.getTime() - mailWorks)))) return refuse("forbidden", "errors.release_mail");
    const before = await findRequirement(auth);
    if (before.twoFactorFor === "") return refuse("conflict", "errors.required_of_nobody");
    await changeRequirement(auth, { twoFactorFor: "", twoFactorFrom: before.twoFactorFrom });
    wake("request");
    const { knownAs, digitalId, accountId } = auth.actor;
    await tell(auth, await findHolderId(auth.db, accountId), { kind: "two-factor-released", params: { who: knownAs, account: digitalId } });
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
  prepare: async (_input, { actor }) => {
    if (actor.owes !== "enrolment") return refuse("conflict", "errors.enrolled");
    const turn = await takeTurn(writer, { key: limitKey(env.secret, "enrolment", actor.personId), limit: mostMails, window: 3_600_000 }, Date.now());
    return turn.admitted ? null : waiting(turn.retryAt);
  },
  run: async (auth) => {
    const { personId, accountId, sessionId, address, email } = auth.actor;
    // Good in this session alone: whoever else opens the link is not in front of the browser that asked.
    const until = await mailLink(auth, { purpose: "enrol", to: { personId, accountId }, hours: links.enrol.hours, data: sessionId, kind: "enrol", params: { address } });
    return { value: { email, until: until?.toISOString() ?? null } };
  },
  audit: () => ({ changes: [] }),
});

/** Use the link of that mail, in the browser that asked for it. */
export const confirmEnrolment = change({
  permission: "enrolment.confirm",
  input: byToken,
  prepare: async ({ token }, { actor, db, now }) => {
    if (actor.owes !== "enrolment") return refuse("conflict", "errors.enrolled");
    return (await findLink(db, token, ["enrol"], now)) ?? refuse("conflict", "errors.link");
  },
  run: async (auth, link) => {
    if (link.data !== auth.actor.sessionId || !(await spendLink(auth.db, link.id))) return refuse("conflict", "errors.link_elsewhere");
    await markMailProved(auth);
    await proveAddress(auth.db, { id: auth.actor.personId, emailKey: emailKey(auth.actor.email) });
    return { value: null };
  },
  audit: () => ({ changes: [] }),
});

/** People told in one step, for which whoever writes waits. */
const atOnce = 25;

/** Tells some of those who have to enrol in an account. Whom, and of what, is asked in the transaction that notes it. */
export const tellRequirement = job({
  permission: "account.tell-two-factor",
  input: accountToTell,
  run: async (_auth, { accountId }, inAccount) => {
    await inAccount(
      accountId,
      async (auth) => {
        const found = await nextToTell(auth, accountId, atOnce);
        if (!found) return { value: null, lines: [] };
        const { account, people } = found;
        const concerned = people.filter(({ twoFactor, privilege }) => !twoFactor && isAskedFor(account, privilege as Standing));
        const params = { account: account.digitalId, from: account.twoFactorFrom.toISOString() };
        await noteTold(auth, accountId, reachedBy(people));
        return { value: null, lines: await tellEach(auth, concerned, { kind: "two-factor-required", params }) };
      },
      ({ lines }) => lines,
    );
    return null;
  },
});

/** Tells some of an account's Administrators that two-factor is required no more. Its holder was told at once. */
export const tellRelease = job({
  permission: "account.tell-release",
  input: accountToTell,
  run: async (_auth, { accountId }, inAccount) => {
    await inAccount(
      accountId,
      async (auth) => {
        const found = await nextToTellOfRelease(auth, accountId, atOnce);
        if (!found) return { value: null, lines: [] };
        const { account, people } = found;
        const params = { who: account.releasedBy, account: account.digitalId };
        await noteReleaseTold(auth, accountId, reachedBy(people));
        return { value: null, lines: await tellEach(auth, people, { kind: "two-factor-released", params }) };
      },
      ({ lines }) => lines,
    );
    return null;
  },
});

/** The number up to which people are told with this step; null where nobody is left. */
const reachedBy = (people: readonly { number: bigint }[]) => (people.length === atOnce ? people.at(-1)!.number : null);

/** Writes the mails of one step. The line of it says how many people they go to. */
async function tellEach(at: Parameters<typeof tell>[0], people: readonly Parameters<typeof tell>[1][], notice: Parameters<typeof tell>[2]) {
  for (const person of people) {
    await tell(at, person, notice);
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
