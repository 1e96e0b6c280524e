import { beforeAll, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { callCommand, runCommandOn } from "@/lib/testing/command";
import { onEachProgram } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

onEachProgram("The command log verify", (program, engine) => {
  let first: Member;
  let second: Member;

  beforeAll(async () => {
    const { database, signUp } = await program();
    [first, second] = [await signUp(), await signUp()];
    await seedUsers(database, first.principal.accountId, 1200);
    await seedUsers(database, second.principal.accountId, 5);
  });

  const named = expect.stringMatching(/^Database: \S+\n$/) as string;
  const verify = (...given: string[]) => callCommand("log", "verify", ...given);

  it(
    "reports that no entry was changed, for all accounts and for one by its digital ID or handle",
    { timeout: 60_000 },
    async () => {
      expect(await runCommandOn({ engine, url: (await program()).url }, "log", "verify")).toEqual({
        code: 0,
        out: "Verified 1207 entries of 2 accounts: no entry was changed.\n",
        err: named,
      });
      const one = { code: 0, out: "Verified 1201 entries of 1 account: no entry was changed.\n", err: named };
      expect(
        await verify(engine === "sqlite" ? first.principal.digitalId : first.principal.handle.toUpperCase()),
      ).toEqual(one);
    },
  );

  it(
    "names the account and its first wrong entry, continues with the others, and exits with 1",
    { timeout: 60_000 },
    async () => {
      const { Prisma, writer } = (await program()).database;
      await writer.$executeRaw(
        Prisma.raw(`DROP TRIGGER "Activity_no_change"${engine === "sqlite" ? "" : ' ON "Activity"'}`),
      );
      await writer.activity.updateMany({
        where: { accountId: first.principal.accountId, seq: { in: [777, 900] } },
        data: { byName: "Eve" },
      });
      const message = `${first.principal.digitalId} (${first.principal.handle}): entry 777 was changed, or does not follow from the entry before it.`;
      expect(await verify()).toEqual({
        code: 1,
        out: `${message}\nVerified 782 entries of 2 accounts: 1 account with a wrong entry. The first wrong entry of each is named above.\n`,
        err: named,
      });
    },
  );

  it("explains a wrong account or command line", { timeout: 60_000 }, async () => {
    expect(await verify("0000-000-00")).toEqual({
      code: 1,
      out: "",
      err: expect.stringMatching(/^Database: .*\nThe account 0000-000-00 does not exist\.\n$/),
    });
    expect(await callCommand("log")).toMatchObject({
      code: 1,
      err: expect.stringContaining("npm run steward -- log verify"),
    });
  });
});
