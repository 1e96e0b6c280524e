import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { ServiceRow } from "@/lib/domain/services/schema";
import { daysAfter, dayIn } from "@/lib/isomorphic/days";
import { goodPassword, onEachProgram, operator, stranger } from "@/lib/testing/program";

onEachProgram("Home", (program) => {
  let holder: Member;
  beforeAll(async () => {
    holder = await (await program()).signUp();
  });

  const visibleEmails = async (member: Member) => {
    const seen = await (await program()).operations["home.view"].perform(member, {});
    if (seen.outcome !== "done") throw new Error(JSON.stringify(seen));
    return seen.value;
  };
  const importRows = async (rows: ServiceRow[]) => {
    const { inAccount } = await program();
    const { importServices } = await import("@/lib/domain/services/store");
    await inAccount(operator, "services.import", (auth) => importServices(auth, rows), {
      accountId: holder.principal.accountId,
    });
  };
  const add = async (login: string, privilege: string, mustChange = "") => {
    const form = {
      login,
      email: "u@example.com",
      password: goodPassword,
      privilege,
      ...(mustChange && { mustChange }),
    };
    const added = await (await program()).operations["users.add"].perform(holder, form);
    if (added.outcome !== "done") throw new Error(JSON.stringify(added));
    return { id: added.value.id, accountId: holder.principal.accountId };
  };

  it("shows no users in an account with only its holder", async () => {
    const { lines, ...seen } = await visibleEmails(holder);
    expect(lines.map(({ permission, byId }) => [permission, byId])).toEqual([
      ["account.create", holder.principal.personId],
    ]);
    expect(seen).toEqual({
      users: {
        counts: [],
        neverSignedIn: { count: 0, logins: [] },
        changeDue: { count: 0, logins: [] },
        invitationFailed: { count: 0, more: false, logins: [] },
        administrators: [],
      },
      undelivered: null,
      services: { counts: [], suspended: { count: 0, names: [] }, expiring: { count: 0, more: false, first: [] } },
    });
  });

  it("counts users who can log in and never did, and names Administrators to ask", async () => {
    const { database, inAccount, operations, signIn } = await program();
    const { recordLogin } = await import("@/lib/domain/accounts/store");
    await add("root.b", "administrator");
    const jane = await add("jane", "user", "on");
    const martin = await add("martin", "none");
    const { users } = await visibleEmails(holder);
    expect(users).toMatchObject({
      neverSignedIn: { count: 3, logins: ["martin", "jane", "root.b"] },
      changeDue: { count: 1, logins: ["jane"] },
      administrators: [],
    });
    expect(users.counts.map(({ privilege, status, count }) => `${privilege} ${status} ${count}`).toSorted()).toEqual([
      "administrator enabled 1",
      "none enabled 1",
      "user change-due 1",
    ]);

    const seen = await database.db.person.findUniqueOrThrow({ where: { id: martin.id } });
    await inAccount(stranger, "session.start", (auth) => recordLogin(auth, seen, { renewed: null, arrived: true }), {
      accountId: martin.accountId,
    });
    expect((await visibleEmails(holder)).users.neverSignedIn).toEqual({ count: 2, logins: ["jane", "root.b"] });
    expect((await visibleEmails(await signIn(martin))).users.administrators).toEqual(["root.b"]);

    const act = (permission: "users.disable" | "users.enable" | "users.remove") =>
      operations[permission].perform(holder, { id: jane.id });
    await act("users.disable");
    expect((await visibleEmails(holder)).users).toMatchObject({
      neverSignedIn: { count: 1 },
      changeDue: { count: 0, logins: [] },
    });
    await act("users.enable");
    expect((await visibleEmails(holder)).users).toMatchObject({ neverSignedIn: { count: 2 }, changeDue: { count: 1 } });
    await act("users.remove");
    expect((await visibleEmails(holder)).users).toMatchObject({
      neverSignedIn: { count: 1, logins: ["root.b"] },
      changeDue: { count: 0 },
    });
  });

  it("counts services, and names suspended ones and those that end soon unless they are renewed", async () => {
    const today = dayIn("UTC", new Date());
    const row = (name: string, status: ServiceRow["status"], ends: number, automaticRenewal = false): ServiceRow => ({
      reference: name,
      type: "domain",
      name,
      status,
      boughtOn: daysAfter(today, -400),
      renewsOn: daysAfter(today, ends),
      automaticRenewal,
    });
    const soon = [row("overdue", "active", -3), row("today", "active", 0), row("month", "active", 30)];
    const others = [
      row("later", "active", 31),
      row("renewed", "active", 2, true),
      row("held", "suspended", 1),
      row("gone", "expired", -9),
    ];
    await importRows([...others, ...soon]);
    const { services } = await visibleEmails(holder);
    expect(services.counts.map(({ type, status, count }) => `${type} ${status} ${count}`).toSorted()).toEqual([
      "domain active 5",
      "domain expired 1",
      "domain suspended 1",
    ]);
    expect(services.suspended).toEqual({ count: 1, names: ["held"] });
    const first = soon.map(({ name, renewsOn }) => ({ name, lapsesOn: renewsOn }));
    expect(services.expiring).toEqual({ count: 3, more: false, first });

    await importRows(Array.from({ length: 60 }, (_, at) => row(`many${at}`, "active", 5)));
    expect((await visibleEmails(holder)).services.expiring).toEqual({
      count: 50,
      more: true,
      first: [...first.slice(0, 2), expect.anything()],
    });
  });

  it("shows the same as the lists that it links to", async () => {
    const { operations } = await program();
    const { users, services } = await visibleEmails(holder);
    const ending = await operations["services.list"].perform(holder, { status: "expiring", sort: "renewal" });
    if (ending.outcome !== "done") throw new Error(JSON.stringify(ending));
    expect(ending.value.services.slice(0, 2).map(({ name }) => name)).toEqual(
      services.expiring.first.slice(0, 2).map(({ name }) => name),
    );
    for (const [status, some] of [
      ["never-signed-in", users.neverSignedIn],
      ["change-due", users.changeDue],
    ] as const) {
      const listed = await operations["users.list"].perform(holder, { status });
      if (listed.outcome !== "done") throw new Error(JSON.stringify(listed));
      expect([listed.value.total, listed.value.users.map(({ login }) => login)]).toEqual([some.count, some.logins]);
    }
  });
});
