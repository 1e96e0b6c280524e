import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

let encryption: typeof import("@/lib/security/encryption");

const load = async (secret: string) => {
  vi.resetModules();
  vi.stubEnv("STEWARD_SECRET", secret);
  return import("@/lib/security/encryption");
};

beforeAll(async () => void (encryption = await load(randomBytes(32).toString("hex"))));
afterAll(() => void vi.unstubAllEnvs());

it("An encrypted secret can be decrypted again, and each encryption gives another text", () => {
  const [first, second] = [encryption.encrypt("app 1", "GEZDGNBV"), encryption.encrypt("app 1", "GEZDGNBV")];
  expect(first).not.toBe(second);
  expect(first).not.toContain("GEZDGNBV");
  expect([encryption.decrypt("app 1", first), encryption.decrypt("app 1", second)]).toEqual(["GEZDGNBV", "GEZDGNBV"]);
});

it("It is not decrypted in another context, with a changed letter, or from an empty or foreign text", () => {
  const encrypted = encryption.encrypt("app 1", "é🔑");
  expect(encryption.decrypt("app 1", encrypted)).toBe("é🔑");
  expect(encryption.decrypt("app 2", encrypted)).toBeNull();
  for (let at = 2; at < encrypted.length - 1; at++) {
    const other = encrypted[at] === "A" ? "B" : "A";
    expect(encryption.decrypt("app 1", encrypted.slice(0, at) + other + encrypted.slice(at + 1))).toBeNull();
  }
  for (const text of ["", "1", "1.", "2.abc", encrypted.slice(0, 20), encrypted.replace("1.", "9.")])
    expect(encryption.decrypt("app 1", text)).toBeNull();
});

it("It is not decrypted with another secret of the installation", async () => {
  const encrypted = encryption.encrypt("app 1", "GEZDGNBV");
  const other = await load(randomBytes(32).toString("hex"));
  expect(other.decrypt("app 1", encrypted)).toBeNull();
});
