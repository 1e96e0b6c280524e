import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

let sealing: typeof import("@/lib/security/seal");

const load = async (secret: string) => {
  vi.resetModules();
  vi.stubEnv("STEWARD_SECRET", secret);
  return import("@/lib/security/seal");
};

beforeAll(async () => void (sealing = await load(randomBytes(32).toString("hex"))));
afterAll(() => void vi.unstubAllEnvs());

it("A sealed secret can be opened again, and each sealing gives another text", () => {
  const [first, second] = [sealing.seal("app 1", "GEZDGNBV"), sealing.seal("app 1", "GEZDGNBV")];
  expect(first).not.toBe(second);
  expect(first).not.toContain("GEZDGNBV");
  expect([sealing.unseal("app 1", first), sealing.unseal("app 1", second)]).toEqual(["GEZDGNBV", "GEZDGNBV"]);
});

it("It does not open in another context, with a changed letter, or from an empty or foreign text", () => {
  const sealed = sealing.seal("app 1", "é🔑");
  expect(sealing.unseal("app 1", sealed)).toBe("é🔑");
  expect(sealing.unseal("app 2", sealed)).toBeNull();
  for (let at = 2; at < sealed.length - 1; at++) {
    const other = sealed[at] === "A" ? "B" : "A";
    expect(sealing.unseal("app 1", sealed.slice(0, at) + other + sealed.slice(at + 1))).toBeNull();
  }
  for (const text of ["", "1", "1.", "2.abc", sealed.slice(0, 20), sealed.replace("1.", "9.")]) expect(sealing.unseal("app 1", text)).toBeNull();
});

it("It does not open with another secret of the installation", async () => {
  const sealed = sealing.seal("app 1", "GEZDGNBV");
  const other = await load(randomBytes(32).toString("hex"));
  expect(other.unseal("app 1", sealed)).toBeNull();
});
