import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import {
  endsInDays,
  lapsesOnFrom,
  nameAfterImport,
  refuseRenewal,
  renewsAutomatically,
} from "@/lib/domain/services/rules";
import { daysAfter, isDay } from "@/lib/isomorphic/days";
import { goodPassword, onEachProgram, operator } from "@/lib/testing/program";

const today = new Date().toISOString().slice(0, 10);

onEachProgram("A service", (program) => {
  let holder: Member;
  let jane: Member;
  let martin: Member;
  let id: string;

  beforeAll(async () => {
    const { database, inAccount, operations, signIn, signUp } = await program();
    const { importServices } = await import("@/lib/domain/services/store");
    holder = await signUp();
    const member = async (login: string, privilege: string) => {
      const added = await operations["users.add"].perform(holder, {
        login,
        email: `${login}@example.com`,
        password: goodPassword,
        privilege,
      });
      if (added.outcome !== "done") throw new Error(JSON.stringify(added));
      return signIn({ id: added.value.id, accountId: holder.principal.accountId });
    };
    [jane, martin] = [await member("jane", "user"), await member("martin", "none")];
    const row = { type: "domain", status: "active", boughtOn: "2025-01-01", automaticRenewal: null } as const;
    const rows = [
      { ...row, reference: "dom-1", name: "shop.example", renewsOn: daysAfter(today, 10) },
      { ...row, reference: "dom-2", name: "old.example", renewsOn: "2024-01-01", status: "expired" as const },
      { ...row, reference: "sup-1", name: "Support", renewsOn: "9999-12-31" },
    ];
    await inAccount(operator, "services.import", (auth) => importServices(auth, rows), {
      accountId: holder.principal.accountId,
    });
    id = (
      await database.db.service.findFirstOrThrow({
        where: { accountId: holder.principal.accountId, reference: "dom-1" },
      })
    ).id;
  });

  const stands = async (reference = "dom-1") =>
    (await program()).database.db.service.findFirstOrThrow({
      where: { accountId: holder.principal.accountId, reference },
    });
  const lastLine = async () => {
    const { accountId } = holder.principal;
    const line = await (
      await program()
    ).database.db.activity.findFirstOrThrow({ where: { accountId }, orderBy: { seq: "desc" } });
    return { ...line, changes: JSON.parse(line.changes!) as unknown };
  };

  it("can be renamed and get a note from Jane, a User; the entry shows old and new values", async () => {
    const { operations } = await program();
    const form = { id, version: "0", name: " Our shop ", note: "Line one\r\nline two \u{1F680}\n" };
    expect(await operations["services.edit"].perform(jane, form)).toEqual({
      outcome: "done",
      value: { version: 1, name: "Our shop", note: "Line one\nline two \u{1F680}" },
    });
    expect(await stands()).toMatchObject({
      name: "Our shop",
      providerName: "shop.example",
      nameKey: "our shop",
      editedBy: "jane",
      version: 1,
    });
    expect(await lastLine()).toMatchObject({
      permission: "services.edit",
      byName: "jane",
      subjectId: id,
      subjectName: "shop.example",
      changes: [
        { field: "name", before: "shop.example", after: "Our shop" },
        { field: "note", before: null, after: "Line one\nline two \u{1F680}" },
      ],
    });
  });

  it("saved without changes writes no entry", async () => {
    const { operations } = await program();
    const [line, before] = [await lastLine(), await stands()];
    const same = { id, version: "1", name: "Our shop", note: before.note };
    expect(await operations["services.edit"].perform(jane, same)).toMatchObject({
      outcome: "done",
      value: { version: 1 },
    });
    expect([await lastLine(), await stands()]).toEqual([line, before]);
  });

  it("edited by another user in between is not overwritten: the refusal shows both versions and the editor", async () => {
    const { operations } = await program();
    const before = await stands();
    expect(
      await operations["services.edit"].perform(holder, { id, version: "0", name: "Mine", note: "" }),
    ).toMatchObject({
      outcome: "conflict",
      sentence: { key: "errors.service.overtaken", params: { who: "jane" } },
      current: { version: 1, name: "Our shop", note: before.note, editedBy: "jane" },
    });
    expect(await stands()).toEqual(before);
  });

  it("can be set to automatic renewal and back, and then ends on its renewal date", async () => {
    const { operations } = await program();
    const set = (renewal: string) => operations["services.set-renewal"].perform(jane, { id, renewal });
    expect(await set("on")).toEqual({ outcome: "done", value: { name: "Our shop", renewal: "on" } });
    expect(await stands()).toMatchObject({ automaticRenewal: true, lapsesOn: "9999-12-31", version: 1 });
    expect(await lastLine()).toMatchObject({
      permission: "services.set-renewal",
      subjectName: "Our shop",
      changes: [{ field: "automaticRenewal", before: "off", after: "on" }],
    });
    const line = await lastLine();
    expect(await set("on")).toMatchObject({ outcome: "done" });
    expect(await lastLine()).toEqual(line);
    expect(await set("off")).toMatchObject({ outcome: "done" });
    expect(await stands()).toMatchObject({ automaticRenewal: false, lapsesOn: daysAfter(today, 10) });
    expect(await set("maybe")).toMatchObject({ outcome: "invalid" });
  });

  it("that has expired or is never renewed refuses automatic renewal", async () => {
    const { operations } = await program();
    for (const [reference, key] of [
      ["dom-2", "errors.service.expired"],
      ["sup-1", "errors.service.without_renewal"],
    ] as const) {
      const before = await stands(reference);
      expect(await operations["services.set-renewal"].perform(holder, { id: before.id, renewal: "on" })).toEqual({
        outcome: "conflict",
        sentence: { key },
      });
      expect(await stands(reference)).toEqual(before);
    }
  });

  it("is readable in full by Martin with privilege None, but he cannot change it", async () => {
    const { operations } = await program();
    const before = await stands();
    expect(await operations["services.view"].perform(martin, { id })).toMatchObject({
      outcome: "done",
      value: { name: "Our shop", note: before.note, today },
    });
    expect(await operations["services.list"].perform(martin, {})).toMatchObject({
      outcome: "done",
      value: { total: 3 },
    });
    const forbidden = (name: string) => ({
      outcome: "forbidden",
      sentence: { key: `withheld.services.${name}` },
      missing: `services.${name}`,
    });
    expect(await operations["services.edit"].perform(martin, { id, version: "1", name: "x", note: "" })).toEqual(
      forbidden("edit"),
    );
    expect(await operations["services.set-renewal"].perform(martin, { id, renewal: "on" })).toEqual(
      forbidden("set-renewal"),
    );
    expect(await stands()).toEqual(before);
  });

  it("of another account counts as nonexistent", async () => {
    const { operations, signUp } = await program();
    const stranger = await signUp();
    for (const [permission, fields] of [
      ["services.view", {}],
      ["services.edit", { version: "1", name: "x", note: "" }],
      ["services.set-renewal", { renewal: "on" }],
    ] as const) {
      const theirs = await operations[permission].perform(stranger, { id, ...fields });
      expect(theirs).toEqual(await operations[permission].perform(stranger, { id: "never-existed", ...fields }));
      expect(theirs).toMatchObject({ outcome: "not_found" });
    }
    for (const nonsense of ["", "a b", "\0", "x".repeat(65)])
      expect(await operations["services.view"].perform(holder, { id: nonsense })).toMatchObject({
        outcome: "not_found",
      });
  });

  it("accepts a note of 10,000 characters, and refuses one more with a message at the field", async () => {
    const { operations } = await program();
    const edit = (note: string) =>
      operations["services.edit"].perform(holder, { id, version: "1", name: "Our shop", note });
    expect(await edit("\u{1F680}".repeat(10_001))).toMatchObject({
      outcome: "invalid",
      fields: { note: { key: "errors.service.note" } },
    });
    expect(await edit("a\0b")).toMatchObject({ outcome: "invalid", fields: { note: { key: "errors.text.control" } } });
    expect(await edit("\uD800")).toMatchObject({
      outcome: "invalid",
      fields: { note: { key: "errors.text.control" } },
    });
    expect(await operations["services.edit"].perform(holder, { id, version: "1", name: " ", note: "" })).toMatchObject({
      outcome: "invalid",
      fields: { name: { key: "errors.service.name" } },
    });
    expect(await edit("\u{1F680}".repeat(10_000))).toMatchObject({ outcome: "done" });
  });
});

describe("The rules of services", () => {
  it("tell on which day a service ends unless it is renewed", () => {
    const renewsOn = "2026-12-01";
    expect(lapsesOnFrom({ status: "active", automaticRenewal: false, renewsOn })).toBe(renewsOn);
    expect(lapsesOnFrom({ status: "active", automaticRenewal: true, renewsOn })).toBe("9999-12-31");
    expect(lapsesOnFrom({ status: "suspended", automaticRenewal: false, renewsOn })).toBe("9999-12-31");
  });

  it.each([
    ["2026-12-24", 30],
    ["2026-12-25", null],
    ["2026-11-24", 0],
    ["2026-11-20", -4],
    ["9999-12-31", null],
  ])("on 24 November, %s is %s days away", (lapsesOn, days) => {
    expect(endsInDays({ lapsesOn }, "2026-11-24")).toBe(days);
  });

  it("allow automatic renewal only for active services that have a renewal date", () => {
    const renewing = { status: "active", automaticRenewal: true, renewsOn: "2026-12-01" };
    expect(renewsAutomatically(renewing)).toBe(true);
    for (const other of [{ status: "suspended" }, { automaticRenewal: false }, { renewsOn: "9999-12-31" }])
      expect(renewsAutomatically({ ...renewing, ...other })).toBe(false);
  });

  it("keep a name that the customer gave", () => {
    expect(nameAfterImport({ name: "a", providerName: "a" }, "b")).toBe("b");
    expect(nameAfterImport({ name: "ours", providerName: "a" }, "b")).toBe("ours");
  });

  it("refuse automatic renewal of an expired service", () => {
    expect(refuseRenewal({ status: "suspended", renewsOn: "2026-12-01" })).toBeNull();
    expect(refuseRenewal({ status: "expired", renewsOn: "2026-12-01" })).toMatchObject({ outcome: "conflict" });
  });

  it.each([
    "2026-02-30",
    "2026-13-01",
    "2025-02-29",
    "1899-12-31",
    "3000-01-01",
    "2026-1-01",
    "26-01-01",
    "2026-00-10",
    "",
    "today",
  ])("refuse %j as a date", (day) => {
    expect(isDay(day)).toBe(false);
  });
  it.each(["2024-02-29", "1900-01-01", "2999-12-31"])("accept %j as a date", (day) => expect(isDay(day)).toBe(true));
});
