import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { isRefusal } from "@/lib/isomorphic/result";
import { privileges } from "@/lib/policy";
import { countersAndTruth } from "@/lib/testing/counters";
import { goodPassword, onEachProgram, stranger } from "@/lib/testing/program";

onEachProgram("A random history of changes to users", (program) => {
  let holder: Member;
  beforeAll(async () => {
    holder = await (await program()).signUp();
  });

  it("keeps counters, statuses and the chain correct in any order", { timeout: 120_000 }, async () => {
    const { operations, database, inAccount, signIn } = await program();
    const { db } = database;
    const { recordLogin } = await import("@/lib/domain/accounts/store");
    const { verifyChain } = await import("@/lib/access/audit");
    const { accountId } = holder.principal;
    const people = () => db.person.findMany({ where: { accountId, kind: "user" }, orderBy: { number: "asc" } });
    let [lines, made] = [1, 0];

    const acts = ["edit", "edit", "disable", "disable", "enable", "enable", "remove", "restore", "sign in"] as const;
    const step = fc.oneof(
      {
        weight: 1,
        arbitrary: fc.record({
          act: fc.constantFrom("add" as const, "set password" as const),
          at: fc.nat(30),
          pick: fc.nat(30),
        }),
      },
      { weight: 9, arbitrary: fc.record({ act: fc.constantFrom(...acts), at: fc.nat(30), pick: fc.nat(30) }) },
    );
    const history = fc.array(step, { minLength: 30, maxLength: 45 });

    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        // Starts with two users, so that there is something to change.
        for (const { act, at, pick } of [
          { act: "add" as const, at: 0, pick: 1 },
          { act: "add" as const, at: 1, pick: 2 },
          ...steps,
        ]) {
          const users = await people();
          const user = users[at % (users.length || 1)];
          const id = user?.id ?? "";
          const privilege = privileges[pick % 3]!;
          const form = {
            login: `user${made}`,
            email: "u@example.com",
            password: goodPassword,
            privilege,
            mustChange: pick % 2 === 0,
          };
          const result = await {
            add: () => operations["users.add"].perform(holder, form),
            edit: () =>
              operations["users.edit"].perform(holder, {
                id,
                version: String(user!.version),
                email: user!.email,
                privilege,
                description: `d${pick % 2}`,
              }),
            "set password": () => operations["users.set-password"].perform(holder, { id, password: goodPassword }),
            disable: () => operations["users.disable"].perform(holder, { id }),
            enable: () => operations["users.enable"].perform(holder, { id }),
            remove: () => operations["users.remove"].perform(holder, { id, login: user!.login }),
            restore: () => operations["users.restore"].perform(holder, { id }),
            "sign in": async () => {
              if (user!.disabledAt || user!.removedAt) return null;
              // Adds a session, so that later steps have one to end.
              await signIn(user!);
              await inAccount(
                stranger,
                "session.start",
                (auth) => recordLogin(auth, user!, { renewed: null, arrived: true }),
                { accountId },
              );
            },
          }[act]();
          if (act === "add") made++;
          const after = (await people()).find((person) => person.id === id);
          if (act !== "sign in" && !isRefusal(result) && (act !== "edit" || after!.version > user!.version)) lines++;
          else if (act !== "sign in" && act !== "add") expect(after).toEqual(user);
        }

        const now = await people();
        for (const user of now) {
          const status = user.removedAt
            ? "removed"
            : user.disabledAt
              ? "disabled"
              : user.changeDue
                ? "change-due"
                : "enabled";
          expect([user.login, user.status, user.removed]).toEqual([user.login, status, user.removedAt !== null]);
          const absent = user.lastLoginAt.getTime() === 0 && ["enabled", "change-due"].includes(status);
          expect([user.login, user.neverSignedIn]).toEqual([user.login, absent || null]);
          if (user.removedAt || user.disabledAt)
            expect(await db.session.count({ where: { personId: user.id } })).toBe(0);
        }
        const { counters, truth } = await countersAndTruth(db, accountId);
        expect(counters).toEqual(truth);
        expect(await verifyChain(db, accountId)).toEqual({ lines, brokenAt: null });
        expect(now).toHaveLength(made);
      }),
      { numRuns: process.env.STEWARD_LONG === "1" ? 20 : 2 },
    );
  });
});

onEachProgram("A change of a user", (program) => {
  let holder: Member;
  let martin: string;
  beforeAll(async () => {
    const { operations, signUp } = await program();
    holder = await signUp();
    const form = {
      login: "martin",
      email: "martin@example.com",
      password: goodPassword,
      privilege: "none",
      description: "Trainee",
      mustChange: "on",
    };
    const added = await operations["users.add"].perform(holder, form);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    martin = added.value.id;
  });

  const lastLine = async () => {
    const { accountId } = holder.principal;
    return (await program()).database.db.activity.findFirstOrThrow({ where: { accountId }, orderBy: { seq: "desc" } });
  };
  const person = async () => (await program()).database.db.person.findUniqueOrThrow({ where: { id: martin } });

  it("writes one entry: who, whom, what, and never the password", async () => {
    const { byId, byName, byAddress, permission, subjectId, subjectName, changes } = await lastLine();
    expect({ byId, byName, byAddress, permission, subjectId, subjectName }).toEqual({
      byId: holder.principal.personId,
      byName: "Ada Holder",
      byAddress: "192.0.2.7",
      permission: "users.add",
      subjectId: martin,
      subjectName: "martin",
    });
    expect(JSON.parse(changes!)).toEqual([
      { field: "email", before: null, after: "martin@example.com" },
      { field: "privilege", before: null, after: "none" },
      { field: "description", before: null, after: "Trainee" },
      { field: "status", before: null, after: "change-due" },
    ]);
    expect(JSON.stringify(await lastLine())).not.toContain(goodPassword);
    expect((await person()).passwordHash).toMatch(/^\$2b\$12\$/);
  });

  it("accepts a description that unfolds to far more text than the search column holds", async () => {
    const { operations, database } = await program();
    const form = {
      login: "unfolding",
      email: "u@example.com",
      password: goodPassword,
      privilege: "user",
      description: "\ufdfa".repeat(255),
    };
    expect(await operations["users.add"].perform(holder, form)).toMatchObject({ outcome: "done" });
    const { description, searchText } = await database.db.person.findFirstOrThrow({
      where: { accountId: holder.principal.accountId, loginKey: "unfolding" },
    });
    expect([description, [...searchText].length]).toEqual([form.description, 2000]);
  });

  it("is refused and saves nothing if the username is taken, in upper or lower case", async () => {
    const { operations, database } = await program();
    const before = await database.db.account.findUniqueOrThrow({ where: { id: holder.principal.accountId } });
    const form = { login: "MARTIN", email: "m@example.com", password: goodPassword, privilege: "user" };
    expect(await operations["users.add"].perform(holder, form)).toEqual({
      outcome: "invalid",
      sentence: { key: "outcomes.invalid", params: { count: 1 } },
      fields: { login: { key: "errors.login.taken", params: { login: "MARTIN" } } },
    });
    expect(await database.db.account.findUniqueOrThrow({ where: { id: holder.principal.accountId } })).toEqual(before);
  });

  it("is refused if another user was faster; the refusal names them and shows what they saved", async () => {
    const { operations } = await program();
    const edit = { id: martin, email: "new@example.com", privilege: "user", description: "" };
    expect(await operations["users.edit"].perform(holder, { ...edit, version: "0" })).toMatchObject({
      outcome: "done",
    });
    expect(
      await operations["users.edit"].perform(holder, { ...edit, version: "0", description: "mine" }),
    ).toMatchObject({
      outcome: "conflict",
      sentence: { key: "errors.user_overtaken", params: { who: "Ada Holder" } },
      current: { version: 1, email: "new@example.com", privilege: "user", description: "", editedBy: "Ada Holder" },
    });
    expect((await person()).description).toBe("");
    expect(JSON.parse((await lastLine()).changes!)).toEqual([
      { field: "email", before: "martin@example.com", after: "new@example.com" },
      { field: "privilege", before: "none", after: "user" },
      { field: "description", before: "Trainee", after: null },
    ]);
  });

  it("without effect writes no entry", async () => {
    const { operations } = await program();
    const [{ version }, before] = [await person(), await lastLine()];
    const same = { id: martin, version: String(version), email: "new@example.com", privilege: "user", description: "" };
    expect(await operations["users.edit"].perform(holder, same)).toEqual({
      outcome: "done",
      value: { login: "martin" },
    });
    expect(await lastLine()).toEqual(before);
    expect((await person()).version).toBe(version);
  });

  it("ends the open sessions, says how many, and never revives one", async () => {
    const { operations, database, signIn } = await program();
    const now = Date.now();
    for (const minutesAgo of [0, 5, 40])
      await signIn(await person(), new Date(now - minutesAgo * 60_000)).catch(() => {});
    expect(await operations["users.disable"].perform(holder, { id: martin })).toEqual({
      outcome: "done",
      value: { login: "martin", ended: 2 },
    });
    expect(JSON.parse((await lastLine()).changes!)).toEqual([
      { field: "status", before: "change-due", after: "disabled" },
      { field: "sessions", before: "2", after: "0" },
    ]);
    expect(await operations["users.disable"].perform(holder, { id: martin })).toMatchObject({ outcome: "conflict" });
    expect(await operations["users.enable"].perform(holder, { id: martin })).toEqual({
      outcome: "done",
      value: { login: "martin", due: true },
    });
    expect(await operations["users.enable"].perform(holder, { id: martin })).toMatchObject({ outcome: "conflict" });
    expect(await database.db.session.count({ where: { personId: martin } })).toBe(0);
  });

  it("restores a removed user until the thirtieth day; the username stays taken", async () => {
    const { operations, database } = await program();
    const before = await person();
    expect(await operations["users.remove"].perform(holder, { id: martin })).toMatchObject({
      outcome: "done",
      value: { ended: 0 },
    });
    const again = { login: "Martin", email: "m@example.com", password: goodPassword, privilege: "user" };
    expect(await operations["users.add"].perform(holder, again)).toMatchObject({
      fields: { login: { key: "errors.login.taken" } },
    });
    for (const permission of ["users.disable", "users.enable", "users.remove"] as const) {
      expect(await operations[permission].perform(holder, { id: martin })).toMatchObject({ outcome: "not_found" });
    }
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await database.writer.person.update({ where: { id: martin }, data: { removedAt: ago(30.01) } });
    expect(await operations["users.restore"].perform(holder, { id: martin })).toEqual({
      outcome: "not_found",
      sentence: { key: "errors.restore_late" },
    });
    await database.writer.person.update({ where: { id: martin }, data: { removedAt: ago(29.9) } });
    expect(await operations["users.restore"].perform(holder, { id: martin })).toMatchObject({ outcome: "done" });
    // The removal ended their sessions, so their known browsers changed too.
    const withoutVersion = ({
      version: _version,
      editedAt: _editedAt,
      browserSalt: _salt,
      ...rest
    }: Awaited<ReturnType<typeof person>>) => rest;
    expect(withoutVersion(await person())).toEqual(withoutVersion(before));
    expect(await operations["users.restore"].perform(holder, { id: martin })).toMatchObject({ outcome: "conflict" });
  });

  describe("by an Administrator", () => {
    let admin: Member;
    beforeAll(async () => {
      const { operations, database, signIn } = await program();
      const form = { login: "Boss", email: "boss@example.com", password: goodPassword, privilege: "administrator" };
      await operations["users.add"].perform(holder, form);
      admin = await signIn(
        await database.db.person.findFirstOrThrow({
          where: { loginKey: "boss", accountId: holder.principal.accountId },
        }),
      );
    });

    it("is refused on themselves and on the account holder, who is not a user", async () => {
      const { operations } = await program();
      const own = { id: admin.principal.personId };
      const self = (name: string) => ({ outcome: "forbidden", sentence: { key: `reasons.self.${name}` } });
      expect(await operations["users.disable"].perform(admin, own)).toEqual(self("disable"));
      expect(await operations["users.remove"].perform(admin, { ...own, login: "Boss" })).toEqual(self("remove"));
      expect(await operations["users.set-password"].perform(admin, { ...own, password: goodPassword })).toEqual(
        self("set-password"),
      );
      const edit = { ...own, version: "0", email: "boss@example.com", privilege: "user", description: "" };
      expect(await operations["users.edit"].perform(admin, edit)).toEqual(self("demote"));
      for (const permission of ["users.disable", "users.enable", "users.restore", "users.sessions"] as const) {
        expect(await operations[permission].perform(admin, { id: holder.principal.personId })).toMatchObject({
          outcome: "not_found",
        });
      }
      expect(await operations["users.edit"].perform(admin, { ...edit, id: holder.principal.personId })).toMatchObject({
        outcome: "not_found",
      });
    });

    it("is refused on another account's user, exactly as on one that never existed", async () => {
      const { operations, signUp } = await program();
      const stranger = await signUp();
      const edit = { version: "0", email: "x@example.com", privilege: "none", description: "" };
      for (const permission of [
        "users.disable",
        "users.enable",
        "users.remove",
        "users.restore",
        "users.sessions",
        "users.edit",
        "users.set-password",
      ] as const) {
        const fields =
          permission === "users.edit" ? edit : permission === "users.set-password" ? { password: goodPassword } : {};
        const theirs = await operations[permission].perform(stranger, { id: martin, ...fields });
        const nobodys = await operations[permission].perform(stranger, { id: "never-existed", ...fields });
        expect([permission, theirs]).toEqual([permission, nobodys]);
        expect(theirs.outcome).toBe("not_found");
      }
    });

    it("removes another Administrator only with their username typed", async () => {
      const { operations, database } = await program();
      for (const login of [undefined, "", "boss", "Boss "]) {
        expect(await operations["users.remove"].perform(holder, { id: admin.principal.personId, login })).toEqual({
          outcome: "invalid",
          sentence: { key: "outcomes.invalid", params: { count: 1 } },
          fields: { login: { key: "errors.login.confirm", params: { login: "Boss" } } },
        });
      }
      expect(await database.db.session.count({ where: { personId: admin.principal.personId } })).toBe(1);
    });

    it("is refused from the next request on, once they are demoted or disabled", async () => {
      const { operations, database } = await program();
      const boss = () => database.db.person.findUniqueOrThrow({ where: { id: admin.principal.personId } });
      const edit = {
        id: admin.principal.personId,
        version: "0",
        email: "boss@example.com",
        privilege: "user",
        description: "",
      };
      expect(await operations["users.edit"].perform(holder, edit)).toMatchObject({ outcome: "done" });
      // This request's actor was read before the demotion. The transaction reads them again.
      expect(await operations["users.enable"].perform(admin, { id: martin })).toEqual({
        outcome: "forbidden",
        sentence: { key: "withheld.users.enable" },
        missing: "users.enable",
      });
      expect(await operations["users.disable"].perform(holder, { id: admin.principal.personId })).toMatchObject({
        value: { ended: 1 },
      });
      expect(await operations["users.enable"].perform(admin, { id: martin })).toMatchObject({ outcome: "signed_out" });
      expect((await boss()).status).toBe("disabled");
    });
  });
});
