import "server-only";
import type { FieldChange } from "@/lib/audit";
import type { Authorized } from "@/lib/authorize";
import { openCursor, sealCursor } from "@/lib/cursor";
import type { Permission } from "@/lib/policy";

/** What happened once in the account. A name is null where the person was erased, empty where there is none. */
export type ActivityLine = {
  seq: number;
  at: Date;
  permission: Permission;
  byId: string;
  byName: string | null;
  byAddress: string | null;
  subjectId: string;
  subjectName: string | null;
  changes: FieldChange[];
};

/** One page of the account's activity, newest first, along the chain's own key. */
export async function listActivity(auth: Authorized<"activity.list">, query: { cursor: string; size: number }) {
  const { db, actor } = auth;
  const list = `activity ${actor.accountId}`;
  const cursor = query.cursor ? openCursor(list, query.cursor) : null;
  const backwards = cursor?.to === "before";
  const seq = cursor && Number(cursor.key);
  const rows = await db.activity.findMany({
    where: { accountId: actor.accountId, ...(seq !== null && { seq: backwards ? { gt: seq } : { lt: seq } }) },
    orderBy: { seq: backwards ? "asc" : "desc" },
    take: query.size + 1,
  });
  const more = rows.length > query.size;
  if (backwards && !more && cursor) return first(auth, list, query.size);
  const page = rows.slice(0, query.size);
  if (backwards) page.reverse();
  return ends(list, page, { newer: backwards ? more : cursor !== null, older: backwards || more, strayed: Boolean(query.cursor) && !cursor });
}

async function first(auth: Authorized<"activity.list">, list: string, size: number) {
  const where = { accountId: auth.actor.accountId };
  const rows = await auth.db.activity.findMany({ where, orderBy: { seq: "desc" }, take: size + 1 });
  return ends(list, rows.slice(0, size), { newer: false, older: rows.length > size, strayed: false });
}

type Row = Awaited<ReturnType<Authorized<"activity.list">["db"]["activity"]["findMany"]>>[number];

function ends(list: string, rows: Row[], { newer, older, strayed }: { newer: boolean; older: boolean; strayed: boolean }) {
  const at = (row: Row | undefined, to: "after" | "before") =>
    row ? sealCursor(list, { to, key: String(row.seq), id: "" }) : null;
  return {
    lines: rows.map(asLine),
    previous: newer ? at(rows[0], "before") : null,
    next: older ? at(rows.at(-1), "after") : null,
    strayed,
  };
}

function asLine({ seq, at, permission, byId, byName, byAddress, subjectId, subjectName, changes }: Row): ActivityLine {
  return {
    seq,
    at,
    permission: permission as Permission,
    byId,
    byName,
    byAddress,
    subjectId,
    subjectName,
    changes: changes ? (JSON.parse(changes) as FieldChange[]) : [],
  };
}
