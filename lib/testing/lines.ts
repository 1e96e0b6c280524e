// Writes many activity lines at once into the chain of an account.
import type { Member } from "@/lib/access/actor";
import { appendHistory } from "@/lib/access/audit";
import type { OpenDatabase } from "@/lib/database/db";
import { inAccount, memberOf } from "@/lib/demo/chronicle";
import type { Permission } from "@/lib/policy";

export type MadeLine = {
  at: Date;
  permission: Permission;
  by: { id: string; name: string };
  subject?: { id: string; name: string };
};

const atOnce = 1000;

/** Adds the lines to an account, in this order. */
export async function addLines(
  { database }: { database: Pick<OpenDatabase, "transaction"> },
  accountId: number,
  lines: readonly MadeLine[],
): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce) {
    const some = lines.slice(from, from + atOnce);
    await database.transaction(async (tx) =>
      appendHistory(
        await inAccount(tx, anyone(accountId), some[0]!.permission, accountId, new Date()),
        some.map(asWritten),
      ),
    );
  }
}

const asWritten = (line: MadeLine) => ({
  ...line,
  changes: [{ field: "description", before: null, after: `what ${line.by.name} wrote` }],
});

/** A person with all permissions in the account. Each line names who acted. */
const anyone = (accountId: number): Member =>
  memberOf({
    id: "",
    account: { id: accountId, digitalId: "", handle: "" },
    standing: "holder",
    name: "",
    login: "",
    email: "",
    source: "shell",
  });
