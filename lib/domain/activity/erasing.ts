import "server-only";
import type { Authorized, Locked } from "@/lib/access/authorize";
import { policy, type Permission } from "@/lib/policy";

/** Lists at most `most` deleted people whose entries still hold personal values, with the progress of the erasing. */
export const listErasing = ({ db }: Authorized<"activity.erase">, most: number) =>
  db.erasure.findMany({ take: most, orderBy: [{ accountId: "asc" }, { personId: "asc" }] });

type Erasing = Locked<"activity.erase">;

/**
 * Erases the personal values in at most `most` entries by or about the person, with their salts, and notes the progress. All this
 * happens in the transaction of `auth`, which locks the account. So an interrupted or concurrent run erases nothing twice and
 * leaves nothing out. Returns whether all is erased.
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
  await eraseSubject(
    auth,
    [...byThem.filter(isOfThemselves), ...aboutThem].map(({ seq }) => seq),
  );
  const where = { accountId, personId };
  if (byThem.length + aboutThem.length < most) await db.erasure.deleteMany({ where });
  else {
    const done = {
      byDone: byThem.at(-1)?.seq ?? erasure.byDone,
      aboutDone: aboutThem.at(-1)?.seq ?? erasure.aboutDone,
    };
    await db.erasure.updateMany({ where, data: done });
  }
  return byThem.length + aboutThem.length < most;
}

type LineBy = { seq: number; permission: string; byName: string | null; subjectId: string };

/** Erases their name and IP address from their own entries, and their name from users and services that they edited last. */
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

/** Erases their name and the changes from entries about them. */
async function eraseSubject({ db, accountId }: Erasing, numbers: number[]): Promise<void> {
  if (numbers.length === 0) return;
  await db.activity.updateMany({
    where: { accountId, seq: { in: numbers } },
    data: { subjectName: null, changes: null, subjectSalt: null },
  });
}

/** Whether an entry is about its own author. An entry without a subject is about its author or about the account. */
function isOfThemselves({ permission, subjectId }: LineBy): boolean {
  const row: { level: string } | undefined = policy[permission as Permission];
  return subjectId === "" && (!row || row.level === "own" || row.level === "anyone");
}
