import { beforeAll, expect, it } from "vitest";
import { serviceTypes } from "@/lib/domain/services/schema";
import { compositeId } from "@/lib/isomorphic/identifiers";
import { castPassword } from "@/lib/testing/cast";
import { callCommand, runCommand } from "@/lib/testing/command";
import { countersAndTruth, serviceCountersAndTruth } from "@/lib/testing/counters";
import { onEachProgram, stranger } from "@/lib/testing/program";

onEachProgram("The demo", (program) => {
  let people: { about: string; signInId: string }[];
  beforeAll(async () => {
    const { code, out } = await runCommand("demo", { DATABASE_URL: (await program()).url, PORT: "3900" });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^The demo is ready\. Start Steward \(DATABASE_URL=\S+ PORT=3900 npm start\), open http:\/\/localhost:3900\/login and /,
    );
    expect(out).toContain(`Everyone's password is ${castPassword}`);
    people = [...out.matchAll(/^  (\d\S+) +(.+)$/gm)].map(([, signInId = "", about = ""]) => ({ signInId, about }));
    expect(people).toHaveLength(8);
  }, 120_000);

  const accounts = async () => (await program()).database.db.account.findMany({ orderBy: { id: "asc" } });

  it("has the guide's account and another one, with correct counters and chains", async () => {
    const { db } = (await program()).database;
    const { verifyChain } = await import("@/lib/access/audit");
    const [first, second, ...more] = await accounts();
    expect([first, second, more]).toMatchObject([
      { digitalId: "1234-567-89", handle: "xx11111-stw", organisation: "Xu Ltd" },
      { digitalId: "9876-543-21", handle: "yy22222-stw" },
      [],
    ]);
    for (const { id, seq } of [first!, second!]) {
      expect(await verifyChain(db, id)).toEqual({ lines: seq, brokenAt: null });
      const { counters, truth } = await countersAndTruth(db, id);
      expect(counters).toEqual(truth);
    }
    const services = await serviceCountersAndTruth(db, first!.id);
    expect(services.counters).toEqual(services.truth);
    for (const type of serviceTypes) expect(Object.keys(services.counters)).toContain(`${type} active`);
    expect(Object.keys(services.counters)).toEqual(
      expect.arrayContaining(["domain suspended", "domain expired", "email suspended"]),
    );
    const { counters } = await countersAndTruth(db, first!.id);
    expect(Object.keys(counters)).toEqual(
      expect.arrayContaining([
        "administrator enabled",
        "user enabled",
        "user change-due",
        "user disabled",
        "user removed",
        "none enabled",
      ]),
    );
    expect(await db.person.count({ where: { accountId: first!.id, kind: "user" } })).toBe(30);
    expect(await db.person.count({ where: { accountId: first!.id, neverSignedIn: true } })).toBeGreaterThan(2);
  });

  it("tells its story in order, over months, and nothing in the future", async () => {
    const { db } = (await program()).database;
    for (const { id } of await accounts()) {
      const lines = await db.activity.findMany({ where: { accountId: id }, orderBy: { seq: "asc" } });
      const moments = lines.map(({ at }) => at.getTime());
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(moments.at(-1)).toBeLessThan(Date.now());
      expect(moments[0]).toBeLessThan(Date.now() - 60 * 86_400_000);
      expect(new Set(lines.map(({ permission }) => permission)).size).toBeGreaterThan(3);
    }
  });

  it("lets each person in with their password, and refuses a disabled one", async () => {
    const { operations } = await program();
    for (const { signInId, about } of people) {
      const answer = await operations["session.start"].perform(stranger, { id: signInId, password: castPassword });
      const outcome = /disabled/.test(about)
        ? { outcome: "invalid" }
        : { outcome: "done", value: { pendingStep: /new password first/.test(about) ? "password" : null } };
      expect([about, answer]).toMatchObject([about, outcome]);
    }
    const [first] = await accounts();
    const { db } = (await program()).database;
    const removed = await db.person.findFirstOrThrow({ where: { accountId: first!.id, status: "removed" } });
    const id = compositeId("1234-567-89", removed.login);
    expect(await operations["session.start"].perform(stranger, { id, password: castPassword })).toMatchObject({
      outcome: "invalid",
    });
  });

  it("is not added if an account exists", async () => {
    const before = await accounts();
    expect(await callCommand("demo")).toMatchObject({
      code: 1,
      err: expect.stringContaining("the demo fills only an empty one"),
    });
    expect(await accounts()).toEqual(before);
  });
});
