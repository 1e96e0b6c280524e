// Many activity lines at once, in the chain of an account.
import type { Member } from "@/lib/access/actor";
import { appendLines } from "@/lib/access/audit";
import type { OpenDatabase } from "@/lib/database/db";
import { inAccount, memberOf } from "@/lib/demo/chronicle";
import type { Permission } from "@/lib/policy";

export type MadeLine = { at: Date; permission: Permission; by: { id: string; name: string }; subject?: { id: string; name: string } };

const atOnce = 1000;

/** Adds the lines to an account, in this order. */
export async function addLines({ database }: { database: Pick<OpenDatabase, "transaction"> }, accountId: number, lines: readonly MadeLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce) {
    await database.transaction(async (tx) => {
      for (const alike of alikeOf(lines.slice(from, from + atOnce))) {
        const [{ at, permission }] = alike;
        await appendLines(await inAccount(tx, somebody(accountId), permission, accountId, at), alike.map(asWritten));
      }
    });
  }
}

const asWritten = ({ by, subject }: MadeLine) => ({ by, subject, changes: [{ field: "description", before: null, after: `what ${by.name} wrote` }] });

/** The lines in their order, those together that follow each other at one moment under one permission. */
function alikeOf(lines: readonly MadeLine[]): [MadeLine, ...MadeLine[]][] {
  const parts: [MadeLine, ...MadeLine[]][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last?.[0].permission === line.permission && last[0].at.getTime() === line.at.getTime()) last.push(line);
    else parts.push([line]);
  }
  return parts;
}

/** Whoever may do anything in an account; each line names who did it. */
const somebody = (accountId: number): Member =>
  memberOf({ id: "", account: { id: accountId, digitalId: "", handle: "" }, standing: "holder", name: "", login: "", email: "", address: "shell" });
