import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { policy, type Permission } from "@/lib/policy";

/** People whose row is gone and whose lines still hold values of theirs, and up to which lines they were erased; at most so many people. */
export const listErasing = ({ db }: Authorized<"activity.erase">, most: number) =>
  db.erasure.findMany({ take: most, orderBy: [{ accountId: "asc" }, { personId: "asc" }] });

type Erasing = Locked<"activity.erase">;

/**
 * Erases what up to `most` lines by or about the person tell of them, together with its salt, and notes how far that
 * came: all in the transaction of `auth`, which holds the account. Nothing is erased twice and nothing left
 * out, whoever was stopped, or goes on beside it. Whether this was the last of it.
 */
export async function eraseSomeLines(auth: Erasing, personId: string, most: number): Promise<boolean> {
  const { db, accountId } = auth;
  const erasure = await db.erasure.findUnique({ where: { accountId_personId: { accountId, personId } } });
  if (!erasure) return true;
  const byThem = await db.activity.findMany({
    where: { accountId, byId: personId, seq: { gt: erasure.byDone } },
    orderBy: { seq: "asc" },
    take: most,
    select: { seq: true, permission: true, byName: true, subjectId: true },
  });
  const aboutThem = await db.activity.findMany({
    where: { accountId, subjectId: personId, seq: { gt: erasure.aboutDone } },
    orderBy: { seq: "asc" },
    take: most - byThem.length,
    select: { seq: true },
  });
  await eraseActor(auth, personId, byThem);
  await eraseSubject(auth, [...byThem.filter(isOfThemselves), ...aboutThem].map(({ seq }) => seq));
  const where = { accountId, personId };
  if (byThem.length + aboutThem.length < most) await db.erasure.deleteMany({ where });
  else {
    const done = { byDone: byThem.at(-1)?.seq ?? erasure.byDone, aboutDone: aboutThem.at(-1)?.seq ?? erasure.aboutDone };
    await db.erasure.updateMany({ where, data: done });
  }
  return byThem.length + aboutThem.length < most;
}

type LineBy = { seq: number; permission: string; byName: string | null; subjectId: string };

/** Their name and address in lines of their own, and their name at the users and services that they edited last. */
async function eraseActor({ db, accountId }: Erasing, personId: string, lines: LineBy[]): Promise<void> {
  if (lines.length === 0) return;
  await db.activity.updateMany({
    where: { accountId, byId: personId, seq: { gte: lines[0]!.seq, lte: lines.at(-1)!.seq } },
    data: { byName: null, byAddress: null, bySalt: null },
  });
  const names = [...new Set(lines.map(({ byName }) => byName ?? ""))].filter(Boolean);
  const touched = [...new Set(lines.map(({ subjectId }) => subjectId))].filter(Boolean);
  if (names.length === 0 || touched.length === 0) return;
  const edited = { where: { accountId, id: { in: touched }, editedBy: { in: names } }, data: { editedBy: "" } };
  await db.person.updateMany(edited);
  await db.service.updateMany(edited);
}

/** What lines say of them: their name, and what changed. */
async function eraseSubject({ db, accountId }: Erasing, numbers: number[]): Promise<void> {
  if (numbers.length === 0) return;
  await db.activity.updateMany({
    where: { accountId, seq: { in: numbers } },
    data: { subjectName: null, changes: null, subjectSalt: null },
  });
}

/** A line without a subject is about the account, or about whoever did it: then what changed is theirs. */
function isOfThemselves({ permission, subjectId }: LineBy): boolean {
  const row: { level: string } | undefined = policy[permission as Permission];
  return subjectId === "" && (!row || row.level === "own" || row.level === "anyone");
}
