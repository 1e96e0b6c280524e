import { expect, it, vi } from "vitest";
import type { FairQueue } from "@/lib/security/fair-queue";
import { onEachProgram, stranger } from "@/lib/testing/program";

vi.unmock("@/lib/security/password-hash");

onEachProgram("Password hashing", (program) => {
  it("takes turns per account, or per network without a login, and logins go first", async () => {
    const { operations, signUp } = await program();
    const { judgePassword } = await import("@/lib/security/password-hash");
    await judgePassword("the queue is there from here on", []);
    const { turns } = (globalThis as typeof globalThis & { stewardPasswords?: { turns: FairQueue } }).stewardPasswords!;
    const take = vi.spyOn(turns, "take");
    const [ada, bob] = [await signUp(), await signUp()];
    const weak = "password1";
    const user = { login: "jane", email: "jane@example.com", password: weak, privilege: "user", description: "" };
    await operations["users.add"].perform(ada, user);
    await operations["users.add"].perform(bob, user);
    await operations["account.create"].perform(stranger, {
      firstName: "Nora",
      lastName: "Nil",
      email: "nora@example.com",
      password: weak,
    });
    await operations["session.start"].perform(stranger, { id: "1234-567-89", password: weak });
    await operations["session.start"].perform(ada, { id: "1234-567-89", password: weak });
    expect(take.mock.calls.map(([turn]) => turn)).toEqual([
      { of: `account ${ada.principal.accountId}`, first: false },
      { of: `account ${bob.principal.accountId}`, first: false },
      { of: "network local", first: false },
      { of: "network local", first: true },
      { of: `account ${ada.principal.accountId}`, first: true },
    ]);
    take.mockRestore();
  });
});
