import { expect, it } from "vitest";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram("Notices by email", (program) => {
  it("are all on by default; each change writes one entry with old and new value", async () => {
    const { operations, database, signUp } = await program();
    const ada = await signUp();
    const choose = (form: object) => operations["notices.choose"].perform(ada, form);
    const wanted = async () =>
      !(await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } })).fewerNotices;
    expect(await wanted()).toBe(true);
    expect([(await choose({})).outcome, await wanted()]).toEqual(["done", false]);
    expect([(await choose({})).outcome, await wanted()]).toEqual(["done", false]);
    expect([(await choose({ otherNotices: "on" })).outcome, await wanted()]).toEqual(["done", true]);
    for (const form of [{ otherNotices: "off" }, { fewerNotices: "on" }])
      expect((await choose(form)).outcome).toBe("invalid");
    const lines = await database.db.activity.findMany({
      where: { accountId: ada.principal.accountId, permission: "notices.choose" },
      orderBy: { seq: "asc" },
    });
    expect(lines.flatMap(({ changes }) => JSON.parse(changes!))).toEqual([
      { field: "otherNotices", before: "on", after: "off" },
      { field: "otherNotices", before: "off", after: "on" },
    ]);
  });
});
