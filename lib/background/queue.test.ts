import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { drainQueue, runIsolated } from "@/lib/background/queue";
import { done, refuse } from "@/lib/isomorphic/result";

/** The event and message of each log entry since the test began. */
let logged: string[] = [];

beforeEach(() => {
  logged = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    const { event, message } = JSON.parse(String(line)) as { event: string; message: string };
    return logged.push(`${event}: ${message}`) > 0;
  });
  return () => void vi.restoreAllMocks();
});

/** Items that each need a number of steps. Those in `fails` throw at each step, and those in `stuck` do nothing. */
function queueOf(
  name: string,
  steps: Record<string, number>,
  { fails = [], stuck = [] }: { fails?: string[]; stuck?: string[] } = {},
) {
  const left = new Map(Object.entries(steps));
  const taken: string[] = [];
  return {
    name,
    left,
    taken,
    list: async (_actor: Actor, most: number) =>
      [...left].slice(0, most).map(([id, progress]) => ({ id, progress: String(progress) })),
    // Each item without its progress is the input of a run.
    perform: async (_actor: Actor, input: unknown) => {
      const { id, ...rest } = input as { id: string };
      expect(rest).toEqual({});
      taken.push(id);
      if (fails.includes(id)) throw new Error("broken");
      if (stuck.includes(id)) return done(null);
      const now = left.get(id)! - 1;
      if (now > 0) left.set(id, now);
      else left.delete(id);
      return done(null);
    },
  };
}

const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`i${at}`, 1]));

describe("A queue", () => {
  it.each([0, 1, 19, 20, 21, 40, 41])("of %i items is finished", async (count) => {
    const queue = queueOf(`of ${count}`, numbered(count));
    await drainQueue(queue.name, queue);
    expect([queue.left.size, queue.taken.length]).toEqual([0, count]);
  });

  it("gives each item a step in turn, so that no short item waits for a long one", async () => {
    const queue = queueOf("turns", { long: 4, short: 1, middle: 2 });
    await drainQueue(queue.name, queue);
    expect(queue.taken).toEqual(["long", "short", "middle", "long", "middle", "long", "long"]);
  });

  it("continues past items that always fail, even if many come first, and logs each once", async () => {
    const broken = Array.from({ length: 50 }, (_, at) => `broken${at}`);
    const queue = queueOf(
      "broken ones",
      { ...Object.fromEntries(broken.map((id) => [id, 1])), good: 2, better: 1 },
      { fails: broken },
    );
    await drainQueue(queue.name, queue);
    expect([...queue.left.keys()]).toEqual(broken);
    expect(logged.length).toBe(50);
    expect(logged[0]).toBe("broken ones failed: broken0: broken; tried again in 10 s");
    queue.taken.length = 0;
    await drainQueue(queue.name, queue);
    expect(queue.taken).toEqual([]);
  }, 30_000);

  it("stops an item whose step changes nothing, and waits longer each time, up to 15 minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const queue = queueOf("stuck ones", { stuck: 1, good: 1 }, { stuck: ["stuck"] });
      await drainQueue(queue.name, queue);
      expect(queue.taken).toEqual(["stuck", "good"]);
      const waits = [10, 20, 40, 80, 160, 320, 640, 900, 900];
      for (const [at, wait] of waits.entries()) {
        expect(logged.at(-1)).toBe(`stuck ones failed: stuck: a step left it where it was; tried again in ${wait} s`);
        vi.setSystemTime(Date.now() + wait * 1000 - 1);
        await drainQueue(queue.name, queue);
        expect(queue.taken.length).toBe(at + 2);
        vi.setSystemTime(Date.now() + 1);
        await drainQueue(queue.name, queue);
        expect(queue.taken.length).toBe(at + 3);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it("forgets a setback once the item is done or gone", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const fails = ["one"];
      const queue = queueOf("mended ones", { one: 1 }, { fails });
      await drainQueue(queue.name, queue);
      fails.pop();
      vi.setSystemTime(Date.now() + 10_000);
      await drainQueue(queue.name, queue);
      expect(queue.left.size).toBe(0);
      fails.push("one");
      queue.left.set("one", 1);
      await drainQueue(queue.name, queue);
      expect(logged).toEqual(Array(2).fill("mended ones failed: one: broken; tried again in 10 s"));
    } finally {
      vi.useRealTimers();
    }
  });

  it("lets timers and signals run between any two steps", async () => {
    const queue = queueOf("breathing", { long: 20 });
    const seen = new Set<number>();
    const ticking = setInterval(() => seen.add(queue.taken.length), 0);
    await drainQueue(queue.name, queue);
    clearInterval(ticking);
    expect(seen.size).toBeGreaterThan(10);
  });
});

it("Work that fails stops no other work, and pauses for a while", async () => {
  const done: string[] = [];
  const failing = async () => {
    done.push("tried");
    throw new Error("broken");
  };
  await runIsolated("failing work", failing);
  await runIsolated("other work", async () => done.push("other"));
  await runIsolated("failing work", failing);
  expect(done).toEqual(["tried", "other"]);
  expect(logged).toEqual(["background work failed: failing work: broken; tried again in 10 s"]);
});

it("If the database does not answer, no work pauses longer", async () => {
  let tries = 0;
  const unreachable = async () => {
    tries++;
    throw Object.assign(new Error("down"), { code: "ECONNREFUSED" });
  };
  await runIsolated("unreachable work", unreachable);
  await runIsolated("unreachable work", unreachable);
  expect(tries).toBe(2);
});

it("Work that is refused because the database does not answer is logged and tried again at the next turn", async () => {
  let tries = 0;
  const refused = async () => {
    tries++;
    return refuse("unavailable");
  };
  await runIsolated("refused work", refused);
  await runIsolated("refused work", refused);
  expect(tries).toBe(2);
  expect(logged).toEqual(Array(2).fill("refused work failed: unavailable"));
});
