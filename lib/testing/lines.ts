// Many activity lines at once, chained as the operations chain them.
import type { Operator } from "@/lib/access/actor";
import { lineAfter } from "@/lib/access/audit";
import type { OpenDatabase } from "@/lib/database/db";
import type { Permission } from "@/lib/policy";

export type MadeLine = { at: Date; permission: Permission; by: { id: string; name: string }; subject?: { id: string; name: string } };

const shell: Operator = { kind: "operator", address: "shell" };
const atOnce = 1000;

/** Adds the lines to an account, in this order. */
export async function addLines({ database }: { database: Pick<OpenDatabase, "transaction"> }, accountId: number, lines: readonly MadeLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce) {
    await database.transaction(async (tx) => {
      const part = lines.slice(from, from + atOnce);
      let { seq, head } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { seq: true, head: true } });
      const rows = part.map((line) => {
        const changes = [{ field: "description", before: null, after: `what ${line.by.name} wrote` }];
        const row = lineAfter({ accountId, seq: ++seq, head }, { ...line, changes }, shell);
        head = row.hash;
        return row;
      });
      await tx.activity.createMany({ data: rows });
      await tx.account.update({ where: { id: accountId }, data: { seq, head }, select: { id: true } });
    });
  }
}
