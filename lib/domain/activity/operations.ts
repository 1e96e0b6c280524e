import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { read } from "@/lib/access/operation";
import { eraseSomeLines, listErasing } from "@/lib/domain/activity/erasing";
import { activityPage, lineInChain, verifiedAccount } from "@/lib/domain/activity/output";
import { periodOf, permissionsOf } from "@/lib/domain/activity/rules";
import { accountToVerify, activityQuery, erasedPerson, lineByNumber } from "@/lib/domain/activity/schema";
import {
  findAccountToVerify,
  findLine,
  findNamed,
  linesPerPage,
  listActivity as list,
  verifyAccount,
} from "@/lib/domain/activity/store";
import { findServicesByWord } from "@/lib/domain/services/store";
import { findUsersByWord } from "@/lib/domain/users/store";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { none } from "@/lib/isomorphic/fields";
import { refuse } from "@/lib/isomorphic/result";

/** How many names a search includes at most: more are not worth it for a common word. */
const mostNames = 10;

/** Lists who did what in the account, newest first. The URL holds the query. */
export const listActivity = read({
  permission: "activity.list",
  input: activityQuery,
  output: activityPage,
  run: async (auth, { query, misread }) => {
    const [who, person, touched] = await Promise.all([
      query.who ? findNamed(auth, query.who) : null,
      query.person ? findNamed(auth, query.person) : null,
      query.q ? findTouched(auth, query.q) : null,
    ]);
    const page = await list(auth, {
      by: query.who ? (who?.id ?? null) : undefined,
      person: query.person ? (person?.id ?? null) : undefined,
      about: touched?.ids,
      permissions: permissionsOf(query.section) ?? undefined,
      ...periodOf(query, zoneOf(auth.actor.principal), auth.now),
      cursor: query.cursor,
      size: linesPerPage,
    });
    return { ...page, query, who, person, cut: touched?.cut ? mostNames : null, misread: misread || page.strayed };
  },
});

/** Shows an entry in full, and whether it follows from the previous one. */
export const viewLine = read({
  permission: "activity.view",
  input: lineByNumber,
  output: lineInChain,
  run: async (auth, { seq }) => (await findLine(auth, seq)) ?? refuse("not_found"),
});

/**
 * Verifies the chain of one account, by digital ID or handle, or of the next account after a given one. Null if there is no further
 * account.
 */
export const verifyActivity = read({
  permission: "activity.verify",
  input: accountToVerify,
  output: verifiedAccount,
  run: async (auth, { account: named, after }) => {
    const account = await findAccountToVerify(auth, named, after);
    if (!account) return named ? refuse("not_found") : null;
    return { ...account, verdict: await verifyAccount(auth, account.id) };
  },
});

/** How many entries a step erases. Each step is a short transaction, so others can write in between. */
const erasedAtOnce = 200;

/** Erases personal values of a deleted user from entries, one step per run: see `eraseUser`. */
export const eraseValues = job({
  permission: "activity.erase",
  input: erasedPerson,
  output: none,
  waiting: async (auth, most) => {
    const people = await listErasing(auth, most);
    return people.map(({ accountId, personId, byDone, aboutDone }) => ({
      id: personId,
      accountId,
      progress: `${byDone} ${aboutDone}`,
    }));
  },
  run: (_auth, { id, accountId }, { inAccount }) =>
    inAccount(accountId, async (auth) => {
      await eraseSomeLines(auth, id, erasedAtOnce);
      return { value: null, lines: [] };
    }),
});

/** Finds the users and services for a word, and whether there are more. */
async function findTouched(auth: Authorized<"activity.list">, word: string): Promise<{ ids: string[]; cut: boolean }> {
  const [users, services] = await Promise.all([
    findUsersByWord(auth, word, mostNames + 1),
    findServicesByWord(auth, word, mostNames + 1),
  ]);
  // Users and services each keep at least half of the places.
  const first = users.slice(0, Math.max(mostNames - services.length, mostNames / 2));
  return { ids: [...first, ...services].slice(0, mostNames), cut: users.length + services.length > mostNames };
}
