import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Autocommit } from "@/lib/access/authorize";
import { consumeLimit, countAttempt, resetAttempts } from "@/lib/access/limits";
import { limitKey } from "@/lib/security/limit-key";
import { onEachProgram, operator } from "@/lib/testing/program";

const start = Date.UTC(2026, 10, 24);
const seconds = (count: number) => count * 1_000;

onEachProgram("Limits", (program) => {
  let auth: Autocommit;
  beforeAll(async () => {
    auth = (await program()).autocommitAuth(operator, "installation.view");
  });

  const tries = (key: string, now: number, count: number) =>
    Promise.all(Array.from({ length: count }, () => countAttempt(auth, { key }, now)));
  const admitted = <A extends { admitted: boolean }>(answers: A[]) =>
    answers.filter((answer): answer is Extract<A, { admitted: true }> => answer.admitted);

  it("admit exactly five of fifty concurrent tries, and tell the others when to retry", async () => {
    const key = randomUUID();
    const answers = await tries(key, start, 50);
    expect(admitted(answers)).toHaveLength(5);
    const refused = answers.flatMap((answer) => (answer.admitted ? [] : answer));
    expect(new Set(refused.map(({ retryAt }) => retryAt))).toEqual(new Set([start + seconds(30)]));
  });

  it("admit one of ten tries after each wait, and double the wait up to fifteen minutes", async () => {
    const key = randomUUID();
    await tries(key, start, 6);
    let now = start + seconds(30);
    for (const wait of [60, 120, 240, 480, 900, 900, 900]) {
      expect(admitted(await tries(key, now - 1, 2))).toHaveLength(0);
      expect(admitted(await tries(key, now, 10))).toHaveLength(1);
      expect(await countAttempt(auth, { key }, now)).toEqual({ admitted: false, retryAt: now + seconds(wait) });
      now += seconds(wait);
    }
  });

  it("forget a day after the last try, and count identities separately", async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    await tries(key, start, 6);
    expect(admitted(await tries(other, start, 6))).toHaveLength(5);
    expect(admitted(await tries(key, start + 86_400_000, 6))).toHaveLength(5);
  });

  it("forget wrong tries after a correct one: one slip a day never leads to a wait", async () => {
    const key = randomUUID();
    for (let day = 0; day < 12; day++) {
      const morning = start + day * 86_400_000;
      expect(
        admitted([await countAttempt(auth, { key }, morning), await countAttempt(auth, { key }, morning + seconds(9))]),
      ).toHaveLength(2);
      await resetAttempts(auth, [key]);
    }
    expect(admitted(await tries(key, start + 12 * 86_400_000, 50))).toHaveLength(5);
  });

  it("follow the rules in any order of events", { timeout: 60_000 }, async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ wait: fc.constantFrom(0, 0, 1, 2, 4, 5, 5, 5, 5, 900) }) },
      { weight: 1, arbitrary: fc.constant("right" as const) },
    );
    const rule = { free: 3, firstWait: seconds(2), longestWait: seconds(5), resetAfter: seconds(900) };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: "max" }), async (steps) => {
        const key = randomUUID();
        let model = modelOf(rule);
        let now = start;
        for (const done of steps) {
          if (done === "right") {
            await resetAttempts(auth, [key]);
            model = modelOf(rule);
            continue;
          }
          now += seconds(done.wait);
          expect(await countAttempt(auth, { key, ...rule }, now)).toEqual(model(now));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("give a network its exact number of turns per window, also under concurrency", async () => {
    const limit = { key: randomUUID(), limit: 20, window: seconds(900) };
    const turns = (now: number, count: number) =>
      Promise.all(Array.from({ length: count }, () => consumeLimit(auth, limit, now)));
    const first = admitted(await turns(start, 50));
    expect(first).toHaveLength(20);
    expect(await consumeLimit(auth, limit, start + 1)).toEqual({ admitted: false, retryAt: start + limit.window });
    await Promise.all(first.slice(0, 3).flatMap((turn) => [turn.refund(), turn.refund()]));
    expect(admitted(await turns(start + 2, 10))).toHaveLength(3);
    expect(admitted(await turns(start + limit.window, 50))).toHaveLength(20);
    await first[4]?.refund();
    expect(admitted(await turns(start + limit.window, 1))).toHaveLength(0);
  });
});

describe("The key of a limit", () => {
  it("does not reveal its value, and differs by secret, kind and value", () => {
    const keys = [
      ["s1", "a", "x"],
      ["s2", "a", "x"],
      ["s1", "b", "x"],
      ["s1", "a", "y"],
    ] as const;
    const made = keys.map(([secret, kind, value]) => limitKey(secret, kind, value));
    expect(new Set(made).size).toBe(4);
    for (const key of made) expect(key).toMatch(/^[\w-]{43}$/);
    expect(limitKey("s1", "a", "x")).toBe(made[0]);
  });
});

/** The same rules as a simple model for one key, without a database. */
function modelOf(rule: { free: number; firstWait: number; longestWait: number; resetAfter: number }) {
  let [count, lastAt, waitUntil] = [0, -Infinity, 0];
  return (now: number) => {
    if (now >= lastAt + rule.resetAfter) [count, waitUntil] = [0, 0];
    if (waitUntil > now) return { admitted: false, retryAt: waitUntil };
    [count, lastAt] = [count + 1, now];
    waitUntil = count < rule.free ? 0 : now + Math.min(rule.longestWait, rule.firstWait * 2 ** (count - rule.free));
    return { admitted: true };
  };
}
