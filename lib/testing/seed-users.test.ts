import { expect, it } from "vitest";
import { countersAndTruth } from "@/lib/testing/counters";
import { onEachProgram } from "@/lib/testing/program";

onEachProgram("Users that are seeded", (program) => {
  it("have the same numbers, counters, search text and chain as through the operations", async () => {
    const { database, signUp } = await program();
    const { db } = database;
    const { seedUsers } = await import("@/lib/testing/seed-users");
    const { verifyChain } = await import("@/lib/access/audit");
    const { searchFold } = await import("@/lib/isomorphic/identifiers");
    const { accountId } = (await signUp()).principal;
    await seedUsers(database, accountId, 300);
    await seedUsers(database, accountId, 200);

    expect(await verifyChain(db, accountId)).toEqual({ lines: 501, brokenAt: null });
    const users = await db.person.findMany({ where: { accountId, kind: "user" } });
    expect(users).toHaveLength(500);
    const numbers = users.map(({ number }) => Number(number % 2n ** 30n)).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, at) => at + 2));
    expect(await db.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({ made: 501, seq: 501 });
    for (const { login, email, description, searchText } of users) {
      expect(searchText).toBe(searchFold(`${login}\n${email}\n${description}`));
    }

    const { counters, truth } = await countersAndTruth(db, accountId);
    expect(counters).toEqual(truth);
    expect(Object.keys(counters).length).toBeGreaterThan(8);
    expect(Object.values(counters).some(({ count, neverSignedIn }) => neverSignedIn > 0 && neverSignedIn < count)).toBe(
      true,
    );
  });

  it("are found by the list and its search", async () => {
    const { database, operations, signUp } = await program();
    const { seedUsers } = await import("@/lib/testing/seed-users");
    const holder = await signUp();
    await seedUsers(database, holder.principal.accountId, 30);
    const found = await operations["users.list"].perform(holder, { q: "example.com", size: "100" });
    const removed = await operations["users.list"].perform(holder, { status: "removed" });
    const counted = await operations["users.list"].perform(holder, {});
    const answers = [found, removed, counted];
    expect(answers).toMatchObject(answers.map(() => ({ outcome: "done" })));
    if (found.outcome !== "done" || removed.outcome !== "done" || counted.outcome !== "done") return;
    expect(found.value.users.length + removed.value.users.length).toBe(30);
    expect(counted.value.total).toBe(found.value.users.length);
  });
});
