import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { longestField, longFields } from "@/lib/isomorphic/fields";
import { isRefusal } from "@/lib/isomorphic/result";
import { permissions, policy, type Permission } from "@/lib/policy";
import { expensiveTexts, heldBy, mostHeld } from "@/lib/testing/expensive-texts";
import { onEachProgram, operator, program as steward, stranger } from "@/lib/testing/program";

/** The maximum bytes of a request's body (see lib/server/guard.mjs) and of a URL. */
const [mostBody, longestUrl] = [256 * 1024, 8 * 1024];

onEachProgram("Any input", (program) => {
  let member: Actor;

  beforeAll(async () => {
    await loadLanguages();
    member = await (await program()).signUp();
  });

  beforeEach(() => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    return () => void vi.restoreAllMocks();
  });

  const actorFor = (permission: Permission) => {
    const { level } = policy[permission];
    return { anyone: stranger, operator, program: steward }[level as string] ?? member;
  };

  it("that is too long is refused quickly, in each field of each form", async () => {
    const { operations } = await program();
    let fields = 0;
    for (const permission of permissions) {
      const operation = operations[permission];
      const { shape } = operation.input as { shape?: Record<string, object> };
      for (const name of Object.keys(shape ?? {})) {
        fields++;
        const longest = longFields.get(shape![name] as never)?.longest ?? longestField;
        for (const [what, text] of Object.entries(expensiveTexts)) {
          const [whole, fitting] = [text(mostBody), text(longest)];
          const perform = (value: string) => operation.perform(actorFor(permission), { [name]: value });
          const held = await heldBy(async () => {
            const result = await perform(whole);
            if (!isRefusal(result)) throw new Error(`${permission} took ${what} in ${name}`);
          });
          expect(held, `${what} in ${name} of ${permission}`).toBeLessThan(mostHeld);
          expect(await heldBy(() => perform(fitting)), `${what} that fit in ${name} of ${permission}`).toBeLessThan(
            mostHeld,
          );
        }
      }
    }
    expect(fields).toBeGreaterThan(100);
  }, 60_000);

  it("with odd values is understood or refused, and never causes an error", async () => {
    const { operations } = await program();
    const answers = ["\0", "a", {}].map((id) => JSON.stringify({ id, response: { clientDataJSON: "e30" } }));
    const odd = ["\0", "\ud800", "__proto__", "{}", "99999999999999999999", ...answers];
    for (const permission of permissions) {
      const operation = operations[permission];
      for (const name of Object.keys((operation.input as { shape?: object }).shape ?? {})) {
        // A password can be any text, and hashing takes long.
        if (name === "password") continue;
        for (const value of odd)
          await expect(
            operation.perform(actorFor(permission), { [name]: value }),
            `${JSON.stringify(value)} in ${name} of ${permission}`,
          ).resolves.toHaveProperty("outcome");
      }
    }
  }, 60_000);

  it("in a URL is read quickly, ignoring invalid parts", async () => {
    const { operations } = await program();
    const lists = permissions.filter(
      (permission) => policy[permission].kind === "read" && !("shape" in operations[permission].input),
    );
    expect(lists).toEqual(
      expect.arrayContaining(["users.list", "services.list", "activity.list", "emails.list", "history.list"]),
    );
    for (const permission of lists) {
      for (const [what, text] of Object.entries(expensiveTexts)) {
        for (const units of [100, 254, longestUrl]) {
          // Sends all parameters to each list: a list ignores those it does not know.
          const params = Object.fromEntries(
            ["q", "who", "person", "cursor", "from", "status", "sort"].map((name) => [name, text(units)]),
          );
          const held = await heldBy(async () => {
            expect((await operations[permission].perform(actorFor(permission), params)).outcome).toBe("done");
          });
          expect(held, `${what} in a URL of ${permission}`).toBeLessThan(mostHeld);
        }
      }
    }
  }, 60_000);

  it("that is too long gets the field's own message", async () => {
    const { operations } = await program();
    const long = "a".repeat(5000);
    const fieldErrors = async (permission: Permission, input: object) => {
      const result = await operations[permission].perform(actorFor(permission), input);
      return isRefusal(result)
        ? Object.fromEntries(Object.entries(result.fields ?? {}).map(([name, { key }]) => [name, key]))
        : null;
    };
    expect(await fieldErrors("session.start", { id: long, password: long })).toEqual({
      id: "errors.id.long",
      password: "errors.password.long",
    });
    expect(await fieldErrors("email.change", { email: long })).toEqual({ email: "errors.email.long" });
    expect(await fieldErrors("profile.edit", { displayName: long })).toEqual({ displayName: "errors.text.long" });
    expect(await fieldErrors("session.start", { id: "ada", password: "secret", next: "a".repeat(9000) })).toEqual({
      next: "errors.text.long",
    });
    expect(await fieldErrors("profile.edit", { nobodyAsked: long })).toEqual({});
    expect(await fieldErrors("services.edit", { id: "x", version: "0", name: "n", note: "a".repeat(100_000) })).toEqual(
      { note: "errors.service.note" },
    );
  });
});
