import Database from "libsql";
import { expect, it, vi } from "vitest";
import { defaultServicesQuery } from "@/lib/domain/services/schema";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram(
  "A search in the text",
  (program) => {
    // FTS5 ignores a range that is bound as REAL: it would read the rows with the word of every account.
    it("searches only the account's range of numbers, bound as whole numbers", async () => {
      const { authorize, database, signUp } = await program();
      const { listUsers, findUsersByWord } = await import("@/lib/domain/users/store");
      const { listServices, findServicesByWord } = await import("@/lib/domain/services/store");
      const holder = await signUp();
      const bound: { types: unknown; values: unknown[] }[] = [];
      const types = new Database(":memory:").prepare("SELECT typeof(?) || ' ' || typeof(?) AS types");
      const prepare = Database.prototype.prepare;
      const spy = vi.spyOn(Database.prototype, "prepare").mockImplementation(function (this: Database.Database, sql) {
        const prepared = prepare.call(this, sql);
        if (!/Search" MATCH/.test(sql)) return prepared;
        const all = prepared.all.bind(prepared);
        prepared.all = (given: unknown[]) => {
          const range = given.slice(1, 3);
          bound.push({ types: (types.get(range) as { types: string }).types, values: range.map(Number) });
          return all(given);
        };
        return prepared;
      });
      const { db } = database;
      await listUsers(authorize(holder, "users.list", db), { ...defaultUsersQuery, q: "abel" });
      await findUsersByWord(authorize(holder, "activity.list", db), "abel", 10);
      await listServices(authorize(holder, "services.list", db), { ...defaultServicesQuery, q: "web" }, "2026-11-24");
      await findServicesByWord(authorize(holder, "activity.list", db), "web", 10);
      spy.mockRestore();
      const first = holder.principal.accountId * 2 ** 30;
      expect(bound).toEqual(Array(4).fill({ types: "integer integer", values: [first, first + 2 ** 30 - 1] }));
    });
  },
  ["sqlite"],
);
