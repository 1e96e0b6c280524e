import { expect, it, vi } from "vitest";
import { callCommand, runCommandOn } from "@/lib/testing/command";
import { onEachProgram, program as steward } from "@/lib/testing/program";

onEachProgram("The command holder", (program, engine) => {
  const run = (...given: string[]) => callCommand("holder", ...given);

  it(
    "sets a holder's address and password, tells both addresses, and says what is wrong",
    { timeout: 60_000 },
    async () => {
      const { database, signUp } = await program();
      const { verifyChain } = await import("@/lib/access/audit");
      const { verifyPassword } = await import("@/lib/security/password-hash");
      const [ada, other] = [await signUp(), await signUp()];
      const holder = () => database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } });

      const { url } = await program();
      expect(
        await runCommandOn({ engine, url }, "holder", "email", ada.principal.digitalId, "new@xn--mller-kva.example"),
      ).toEqual({
        code: 0,
        out: expect.stringContaining(
          `logs in with ${ada.principal.digitalId} now has the address new@müller.example. Steward sends an email to both addresses once there is a mail server.`,
        ),
        err: expect.stringMatching(/^Database: \S+\n$/),
      });
      expect(await holder()).toMatchObject({
        email: "new@müller.example",
        emailKey: "new@xn--mller-kva.example",
        searchText: "",
      });
      const mails = await database.db.mail.findMany({
        where: { personId: ada.principal.personId, kind: "address-set" },
      });
      expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
        [ada.principal.email, "new@müller.example"].toSorted(),
      );

      // A server with a mail server records this when it starts.
      const { upsertInstallation } = await import("@/lib/domain/installation/store");
      const server = (await program()).autocommitAuth(steward, "installation.keep");
      await upsertInstallation(server, { origin: "https://old.example", mail: false });
      await upsertInstallation(server, { origin: "http://localhost:3900", mail: true });
      const { code, out } = await run("password", "NEW@MÜLLER.example");
      expect(code).toBe(0);
      expect(out).toContain("The account holder logs in at http://localhost:3900/login with the password below");
      expect(out).toContain("Sessions ended: 1.");
      const password = out.trim().split("\n").at(-1)!;
      expect(await verifyPassword(password, (await holder()).passwordHash)).toBe(true);
      expect((await holder()).status).toBe("change-due");
      expect(await database.db.session.count({ where: { personId: ada.principal.personId } })).toBe(0);
      const lines = await database.db.activity.findMany({
        where: { accountId: ada.principal.accountId },
        orderBy: { seq: "desc" },
        take: 2,
      });
      expect(lines).toMatchObject([
        { permission: "password.set", subjectId: ada.principal.personId },
        { permission: "email.set", subjectId: ada.principal.personId },
      ]);
      expect(await verifyChain(database.db, ada.principal.accountId)).toMatchObject({ brokenAt: null });

      expect((await run("email", ada.principal.digitalId, "newer@example.com")).out).toContain(
        "Steward sends an email to both addresses.\n",
      );
      expect(await run("email", ada.principal.digitalId, other.principal.email)).toEqual({
        code: 1,
        out: "",
        err: expect.stringContaining("already exists"),
      });
      vi.stubEnv("PORT", "4100");
      vi.resetModules();
      expect((await run("password", ada.principal.digitalId)).out).toContain("logs in at http://localhost:4100/login");
      expect(await run("password", `${ada.principal.digitalId}/jane`)).toMatchObject({
        code: 1,
        err: expect.stringContaining("No account holder"),
      });
      expect(await run("email", ada.principal.digitalId)).toMatchObject({
        code: 1,
        err: expect.stringContaining("npm run steward -- holder email"),
      });
    },
  );
});
