import { afterEach, expect, it, vi } from "vitest";
import { callCommand, runCommand } from "@/lib/testing/command";
import { startMailServer } from "@/lib/testing/mail-server";

afterEach(() => vi.unstubAllEnvs());

/** Runs the command in this process with these settings. */
function run(settings: Record<string, string>, ...given: string[]) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return callCommand("mail", ...given);
}

it("mail test sends an email now, or says why it cannot", { timeout: 60_000 }, async () => {
  const server = await startMailServer();
  const settings = { STEWARD_MAIL: server.url, STEWARD_BRAND: "Panel" };
  expect(await runCommand("mail", settings, "test", "you@xn--bcher-kva.example")).toEqual({
    code: 0,
    out: expect.stringContaining("accepted the email to you@bücher.example, from support@steward.example."),
    err: "",
  });
  expect(server.mails).toMatchObject([
    { to: ["you@bücher.example"], subject: "A test email", text: expect.stringContaining("the operator of Panel") },
  ]);

  server.behave("permanent");
  expect(await run(settings, "test", "you@example.com")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^The mail server refuses the email\..*\nThe mail server answered: .*550/),
  });
  await server.close();
  const closed = await run(
    { ...settings, STEWARD_MAIL: server.url.replace("://", "://user:hunter2secret@") },
    "test",
    "you@example.com",
  );
  expect(closed).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The mail server does not answer\..*\nThe error was: .*ECONNREFUSED/),
  });
  expect(closed.err).not.toContain("hunter2secret");

  expect(await run({ STEWARD_MAIL: "" }, "test", "you@example.com")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^STEWARD_MAIL is not set for this command\./),
  });
  expect(await runCommand("mail", { STEWARD_MAIL: "smtp://x:y@" }, "test", "you@example.com")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^STEWARD_MAIL is malformed/),
  });
  for (const given of [
    [],
    ["test"],
    ["send", "you@example.com"],
    ["test", "you@example.com", "x"],
    ["test", "nobody"],
  ]) {
    expect(await run(settings, ...given)).toMatchObject({
      code: 1,
      err: expect.stringContaining("npm run steward -- mail test you@example.com"),
    });
  }
});
