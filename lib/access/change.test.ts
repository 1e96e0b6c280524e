import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import type { Member } from "@/lib/access/actor";
import { onEachProgram, operator } from "@/lib/testing/program";

onEachProgram("A change", (program) => {
  let ada: Member;
  beforeAll(async () => {
    ada = await (await program()).signUp();
  });

  const input = z.strictObject({});
  const audit = () => ({ changes: [] });

  /** What a change leaves in an account: activity entries, the chain's end, and the city that the test writes. */
  async function account() {
    const { database } = await program();
    const { seq, city } = await database.db.account.findUniqueOrThrow({ where: { id: ada.principal.accountId } });
    return { lines: await database.db.activity.count({ where: { accountId: ada.principal.accountId } }), seq, city };
  }

  /** The sum of all counted changes. */
  const counted = async () =>
    (await (await program()).database.db.limit.findMany()).reduce((sum, { count }) => sum + count, 0);

  it("loads its target before the slow work and again under the lock, and runs with the second", async () => {
    const { change } = await import("@/lib/access/change");
    const { database } = await program();
    const seen: string[] = [];
    const rename = change({
      permission: "account.edit",
      input,
      output: z.string(),
      target: async ({ db, actor }) => {
        const { city } = await db.account.findUniqueOrThrow({ where: { id: actor.principal.accountId } });
        seen.push(city);
        return { city };
      },
      prepare: async (_auth, { target }) => {
        await database.writer.account.update({ where: { id: ada.principal.accountId }, data: { city: "Bern" } });
        return `prepared for ${target.city || "nowhere"}`;
      },
      run: async (_auth, { target, prepared }) => ({ value: `${prepared}, done in ${target.city}` }),
      audit,
    });
    expect(await rename.perform(ada, {})).toEqual({ outcome: "done", value: "prepared for nowhere, done in Bern" });
    expect(seen).toEqual(["", "Bern"]);
  });

  it("is refused and saves nothing if its target disappears during the slow work", async () => {
    const { change } = await import("@/lib/access/change");
    const { refuse } = await import("@/lib/isomorphic/result");
    const before = await account();
    let there = true;
    const edit = change({
      permission: "account.edit",
      input,
      output: z.null(),
      target: async () => (there ? { id: "one" } : refuse("not_found")),
      prepare: () => void (there = false),
      run: async ({ db, accountId }) => {
        await db.account.update({ where: { id: accountId }, data: { city: "Basel" } });
        return { value: null };
      },
      audit,
    });
    expect(await edit.perform(ada, {})).toMatchObject({ outcome: "not_found" });
    expect(await account()).toEqual(before);
  });

  it("with nothing to change writes no entry, leaves no gap in the chain and does not count", async () => {
    const { change, unchanged } = await import("@/lib/access/change");
    const [before, turns] = [await account(), await counted()];
    const same = change({
      permission: "account.edit",
      input,
      output: z.string(),
      run: async () => unchanged("as it was"),
      audit,
    });
    expect(await same.perform(ada, {})).toEqual({ outcome: "done", value: "as it was" });
    expect([await account(), await counted()]).toEqual([before, turns]);
    const operation = change({
      permission: "account.edit",
      input,
      output: z.null(),
      run: async () => ({ value: null }),
      audit,
    });
    expect(await operation.perform(ada, {})).toEqual({ outcome: "done", value: null });
    expect([await account(), await counted()]).toEqual([
      { ...before, lines: before.lines + 1, seq: before.seq + 1 },
      turns + 1,
    ]);
  });

  it("returns only the fields of its output schema", async () => {
    const { change } = await import("@/lib/access/change");
    const view = change({
      permission: "account.edit",
      input,
      output: z.object({ city: z.string() }),
      run: async ({ db, accountId }) => ({ value: await db.account.findUniqueOrThrow({ where: { id: accountId } }) }),
      audit,
    });
    const result = await view.perform(ada, {});
    expect(result.outcome === "done" && Object.keys(result.value)).toEqual(["city"]);
  });

  it("is rolled back if its result does not match the output schema", async () => {
    const { change } = await import("@/lib/access/change");
    const before = await account();
    const broken = change({
      permission: "account.edit",
      input,
      output: z.string().check(z.maxLength(3)),
      run: async ({ db, accountId }) => {
        await db.account.update({ where: { id: accountId }, data: { city: "Geneva" } });
        return { value: "too long" };
      },
      audit,
    });
    await expect(broken.perform(ada, {})).rejects.toThrow();
    expect(await account()).toEqual(before);
  });

  it("is refused if its input identifies a user of another account once the lock is held", async () => {
    const { database, operations, signUp } = await program();
    const { lockAccount } = await import("@/lib/access/lock");
    const [first, second] = [await signUp("shared@example.com"), await signUp()];
    const withEmail = (id: string, email: string) => ({ where: { id }, data: { email, emailKey: email } });
    let setting: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await lockAccount(tx, first.principal.accountId);
      setting = operations["email.set"].perform(operator, { id: "shared@example.com", email: "set@example.com" });
      await new Promise((soon) => setTimeout(soon, 150));
      await tx.person.update(withEmail(first.principal.personId, "moved@example.com"));
      await tx.person.update(withEmail(second.principal.personId, "shared@example.com"));
    });
    expect(await setting).toMatchObject({ outcome: "conflict" });
    expect(await database.db.person.findMany({ where: { email: "set@example.com" } })).toEqual([]);
  });
});
