import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, expect, it, vi } from "vitest";
import { isQueueFull } from "@/lib/security/fair-queue";
import { hashPassword, judgePassword, needsRehash, verifyPassword } from "@/lib/security/password-hash";

vi.unmock("@/lib/security/password-hash");

describe("a stored password", () => {
  it("matches only its own password, and its hash names its parameters", async () => {
    const hash = await hashPassword("correct horse");
    expect(hash).toMatch(/^\$2b\$12\$.{53}$/);
    expect(needsRehash(hash)).toBe(false);
    expect(await verifyPassword("correct horse", hash)).toBe(true);
    expect(await verifyPassword("correct horsf", hash)).toBe(false);
    expect(await hashPassword("correct horse")).not.toBe(hash);
  });

  it("counts up to its last byte, also after a zero byte", async () => {
    const long = "x".repeat(100);
    const hash = await hashPassword(`${long}a`);
    expect(await verifyPassword(`${long}a`, hash)).toBe(true);
    expect(await verifyPassword(`${long}b`, hash)).toBe(false);
    expect(await verifyPassword("before\0this", await hashPassword("before\0that"))).toBe(false);
  });

  it("is the same from every keyboard, in composed and decomposed form", async () => {
    expect(await verifyPassword("cafe\u0301 noir", await hashPassword("café noir"))).toBe(true);
  });

  it("is hashed again if it was hashed with other parameters", async () => {
    expect(needsRehash(`$2b$10$${"x".repeat(53)}`)).toBe(true);
    expect(needsRehash(`$2a$12$${"x".repeat(53)}`)).toBe(true);
  });
});

describe("no stored password", () => {
  it.each([null, "", "!", "$2b$12$short", `$2b$12$${"ü".repeat(53)}`])("%j matches no password", async (hash) => {
    expect(await verifyPassword("correct horse", hash)).toBe(false);
  });

  it("takes as long as a wrong password", async () => {
    const hash = await hashPassword("correct horse");
    const mismatch = await fastest(() => verifyPassword("wrong horse", hash));
    const none = await fastest(() => verifyPassword("wrong horse", null));
    // Without a hash to compare, the ratio would be a thousandth. The exact ratio is measured where nothing else runs.
    expect(none / mismatch).toBeGreaterThan(0.1);
    expect(none / mismatch).toBeLessThan(10);
  });
});

describe("the pool", () => {
  it("leaves the thread that serves pages free while eight passwords are hashed", async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all(Array.from({ length: 8 }, (_, at) => hashPassword(`password number ${at}`)));
    delay.disable();
    // On this thread, bcryptjs would block for 100 ms at a time.
    expect(delay.percentile(50) / 1e6).toBeLessThan(50);
  });

  it("judges new passwords", async () => {
    expect(await judgePassword("password1", [])).toEqual({ score: 0, reason: "errors.password.common" });
    expect(await judgePassword("Jane.Doe", ["jane.doe"])).toEqual({ score: 0, reason: "errors.password.personal" });
    expect(await judgePassword("k7mwd-pq3xb-t9hdc-v2ncf", [])).toEqual({ score: 4, reason: null });
  });

  it("refuses when it is busy, instead of letting hundreds wait", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 300 }, () => judgePassword("x7bq", [])));
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.length).toBeGreaterThan(50);
    expect(refused.every(({ reason }) => isQueueFull(reason))).toBe(true);
    expect(await judgePassword("x7bq", [])).toMatchObject({ reason: "errors.password.weak" });
  });
});

async function fastest(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 3; count++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}
