import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { policy, type Permission } from "@/lib/policy";
import { newId } from "@/lib/security/tokens";
import { addLines, type MadeLine } from "@/lib/testing/lines";
import { goodPassword, onEachProgram } from "@/lib/testing/program";

const hour = 3_600_000;

onEachProgram("The activity", (program, engine) => {
  let holder: Member;
  const people: Record<"jane" | "martin" | "root.b" | "jan", string> = { jane: "", martin: "", "root.b": "", jan: "" };
  /** A person deleted for good: no row says who it was. */
  const gone = newId();

  beforeAll(async () => {
    const { operations, database, signUp } = await program();
    holder = await signUp("ada@example.com");
    const stranger = await signUp();
    for (const login of Object.keys(people) as (keyof typeof people)[]) {
      const form = {
        login,
        email: `${login}@example.com`,
        password: goodPassword,
        privilege: "user",
        mustChange: "on",
      };
      const added = await operations["users.add"].perform(holder, form);
      if (added.outcome !== "done") throw new Error(JSON.stringify(added));
      people[login] = added.value.id;
    }
    const by = [
      { id: holder.principal.personId, name: "Ada Holder" },
      ...Object.entries(people).map(([name, id]) => ({ id, name })),
      { id: gone, name: "gone" },
    ];
    const permissions: Permission[] = ["users.edit", "users.disable", "account.edit", "session.start", "profile.edit"];
    const began = Date.now() + hour;
    const lines = Array.from({ length: 230 }, (_, n): MadeLine => {
      const permission = permissions[(n * 7) % permissions.length]!;
      const subject = policy[permission].area === "users" ? by[(n * 5 + 1) % by.length] : undefined;
      return { at: new Date(began + n * hour), permission, by: by[(n * 11) % by.length]!, subject };
    });
    await addLines({ database }, holder.principal.accountId, lines);
    await addLines({ database }, stranger.principal.accountId, lines);
  }, 120_000);

  type Query = Record<string, string>;

  async function list(query: Query, actor = holder) {
    const { operations } = await program();
    const result = await operations["activity.list"].perform(actor, query);
    if (result.outcome !== "done") throw new Error(JSON.stringify(result));
    return result.value;
  }

  /** The numbers of all entries of a query, paging forwards and then back. */
  async function numbersOf(query: Query): Promise<number[]> {
    const pages = [await list(query)];
    while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }));
    expect(pages[0]!.previous).toBeNull();
    for (let at = pages.length - 1; at > 0; at--) {
      const before = await list({ ...query, cursor: pages[at]!.previous! });
      expect(before.lines).toEqual(pages[at - 1]!.lines);
      expect([before.previous === null, before.next === null]).toEqual([at === 1, false]);
    }
    return pages.flatMap(({ lines }) => lines.map(({ seq }) => seq));
  }

  async function expected(
    matches: (line: { byId: string; subjectId: string; permission: string; at: Date }) => boolean,
  ): Promise<number[]> {
    const { database } = await program();
    const lines = await database.db.activity.findMany({
      where: { accountId: holder.principal.accountId },
      orderBy: { seq: "desc" },
    });
    return lines.filter(matches).map(({ seq }) => seq);
  }

  const inUsers = (permission: string) => policy[permission as Permission].area === "users";

  it("shows every entry once, newest first, paging in both directions", async () => {
    expect(await numbersOf({})).toEqual(await expected(() => true));
  });

  it("shows exactly the entries that match all filters", async () => {
    const { jane, martin } = people;
    const touched = { q: "martin" };
    expect(await numbersOf({ who: "jane" })).toEqual(await expected(({ byId }) => byId === jane));
    expect(await numbersOf(touched)).toEqual(await expected(({ subjectId }) => subjectId === martin));
    expect(await numbersOf({ section: "users" })).toEqual(await expected(({ permission }) => inUsers(permission)));
    expect(await numbersOf({ section: "users.edit" })).toEqual(
      await expected(({ permission }) => permission === "users.edit"),
    );
    expect(await numbersOf({ who: "jane", section: "users" })).toEqual(
      await expected(({ byId, permission }) => byId === jane && inUsers(permission)),
    );
    expect(await numbersOf({ ...touched, section: "users.disable" })).toEqual(
      await expected(({ subjectId, permission }) => subjectId === martin && permission === "users.disable"),
    );
    expect(await numbersOf({ ...touched, who: "root.b", section: "users" })).toEqual(
      await expected(
        ({ byId, subjectId, permission }) => byId === people["root.b"] && subjectId === martin && inUsers(permission),
      ),
    );
    expect(await numbersOf({ person: "jane" })).toEqual(
      await expected(({ byId, subjectId }) => byId === jane || subjectId === jane),
    );
    expect(await numbersOf({ person: "jane", who: "martin" })).toEqual(
      await expected(({ byId, subjectId }) => byId === martin && subjectId === jane),
    );
    expect(await numbersOf({ person: "jane", ...touched, section: "users" })).toEqual(
      await expected(({ byId, subjectId, permission }) => byId === jane && subjectId === martin && inUsers(permission)),
    );
  });

  it("finds by a part of the name, and says if too many names match", async () => {
    const { jane, jan } = people;
    expect(await numbersOf({ q: "jan" })).toEqual(
      await expected(({ subjectId }) => subjectId === jane || subjectId === jan),
    );
    expect(await numbersOf({ q: "JÁNE" })).toEqual(await expected(({ subjectId }) => subjectId === jane));
    expect((await list({ q: "jan" })).cut).toBeNull();
    const { authorize, database, signUp } = await program();
    const { seedUsers } = await import("@/lib/testing/seed-users");
    const { findUsersByWord } = await import("@/lib/domain/users/store");
    const owner = await signUp();
    await seedUsers(database, owner.principal.accountId, 60);
    expect((await list({ q: "example.com" }, owner)).cut).toBe(10);
    const word = (
      await database.db.person.findFirstOrThrow({ where: { accountId: owner.principal.accountId, kind: "user" } })
    ).login;
    const found = await findUsersByWord(authorize(owner, "activity.list", database.db), word, 3);
    expect((await database.db.person.findUniqueOrThrow({ where: { id: found[0]! } })).login).toBe(word);
    expect(await list({ q: word }, owner)).toMatchObject({ lines: [{ subjectName: word }], cut: null });
  });

  it("finds people by username, by any ID to log in with, and by the id in the entries, even if deleted", async () => {
    const { digitalId, handle } = holder.principal;
    const byHolder = await expected(({ byId }) => byId === holder.principal.personId);
    for (const who of [
      digitalId,
      handle.toUpperCase(),
      ` ${digitalId} `,
      "ada@example.com",
      "ada holder",
      holder.principal.personId,
    ]) {
      expect([who, await numbersOf({ who })]).toEqual([who, byHolder]);
    }
    const byJane = await expected(({ byId }) => byId === people.jane);
    for (const who of ["JANE", `${digitalId}/jane`, people.jane])
      expect([who, await numbersOf({ who })]).toEqual([who, byJane]);
    expect(await numbersOf({ who: gone })).toEqual(await expected(({ byId }) => byId === gone));
    expect(await list({ who: gone })).toMatchObject({ who: { id: gone, name: null } });
  });

  it("finds nobody of another account: their ids count as nonexistent", async () => {
    const { signUp } = await program();
    const stranger = await signUp();
    for (const who of [
      "nobody",
      people.jane,
      holder.principal.personId,
      holder.principal.digitalId,
      `${holder.principal.digitalId}/jane`,
      "ada@example.com",
    ]) {
      expect([who, (await list({ who }, stranger)).lines]).toEqual([who, []]);
      expect([who, (await list({ person: who }, stranger)).lines]).toEqual([who, []]);
    }
    expect((await list({ who: people.jane }, stranger)).who?.name).toBeNull();
    expect((await list({ q: "martin" }, stranger)).lines).toEqual([]);
  });

  it("uses days in the reader's own time zone", async () => {
    const { database, actorOf: _ } = await program();
    for (const timeZone of ["UTC", "Asia/Tokyo", "America/St_Johns"]) {
      const reader = { ...holder, principal: { ...holder.principal, timeZone } };
      const lines = await database.db.activity.findMany({
        where: { accountId: holder.principal.accountId },
        orderBy: { seq: "desc" },
      });
      const dayOf = (at: Date) => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
      const days = [...new Set(lines.map(({ at }) => dayOf(at)))].toSorted();
      const [from, to] = [days[3]!, days[5]!];
      const all: number[] = [];
      for (let cursor = ""; ;) {
        const page = await list({ from, to, cursor }, reader);
        all.push(...page.lines.map(({ seq }) => seq));
        if (!(cursor = page.next ?? "")) break;
      }
      expect([timeZone, all]).toEqual([
        timeZone,
        lines.filter(({ at }) => dayOf(at) >= from && dayOf(at) <= to).map(({ seq }) => seq),
      ]);
      expect((await list({ from: "2031-01-01" }, reader)).lines).toEqual([]);
      expect((await list({ to: "1999-12-31" }, reader)).lines).toEqual([]);
    }
    expect(await numbersOf({ when: "1" })).toEqual(
      await expected(({ at }) => at.toISOString().slice(0, 10) >= new Date().toISOString().slice(0, 10)),
    );
  });

  describe("One entry", () => {
    it("is shown with its neighbours in the chain; one of another account counts as nonexistent", async () => {
      const { operations, database, signUp } = await program();
      const { accountId } = holder.principal;
      const rows = await database.db.activity.findMany({
        where: { accountId, seq: { lte: 3 } },
        orderBy: { seq: "asc" },
      });
      const view = (seq: string, actor = holder) => operations["activity.view"].perform(actor, { seq });
      expect(await view("1")).toMatchObject({
        outcome: "done",
        value: { hash: rows[0]!.hash, before: "", older: null, newer: 2, fault: null },
      });
      expect(await view("2")).toMatchObject({
        outcome: "done",
        value: {
          line: { subjectName: "jane", permission: "users.add" },
          by: { signsInAs: holder.principal.digitalId },
          subject: { id: "jane", signsInAs: `${holder.principal.digitalId}/jane` },
          hash: rows[1]!.hash,
          before: rows[0]!.hash,
          fault: null,
        },
      });
      const stranger = await signUp();
      const never = await view("999999", stranger);
      expect(never.outcome).toBe("not_found");
      for (const seq of ["2", "0", "-1", "1.5", "1e3", "x", "99999999999999999999", "2 "]) {
        expect([seq, await view(seq, stranger)]).toEqual([seq, never]);
      }
    });

    it.each(["{not json", '{"field":"email"}', '[{"field":1}]'])(
      "with unreadable changes (%s) is reported as changed, and the list still works",
      async (changes) => {
        const { operations, database, signUp } = await program();
        const { Prisma, writer } = database;
        const actor = await signUp();
        await writer.$executeRaw(
          Prisma.raw(`DROP TRIGGER IF EXISTS "Activity_no_change"${engine === "sqlite" ? "" : ' ON "Activity"'}`),
        );
        await writer.activity.updateMany({
          where: { accountId: actor.principal.accountId, seq: 1 },
          data: { changes },
        });
        expect(await operations["activity.view"].perform(actor, { seq: "1" })).toMatchObject({
          outcome: "done",
          value: { fault: "changed", line: { changes: [] } },
        });
        expect(await operations["activity.list"].perform(actor, {})).toMatchObject({
          outcome: "done",
          value: { lines: [{ seq: 1, changes: [] }] },
        });
      },
    );
  });
});
