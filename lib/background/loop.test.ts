import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { yieldToEventLoop } from "@/lib/runtime/yield";

/** The level, event and message of each log entry since the test began. */
let logged: string[] = [];

beforeEach(() => {
  logged = [];
  // Reset what exists once per process.
  for (const shared of ["steward.wake", "steward.endings"]) Reflect.deleteProperty(globalThis, Symbol.for(shared));
  vi.resetModules();
  vi.useFakeTimers();
  vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    const { level, event, message } = JSON.parse(String(line)) as { level: string; event: string; message: string };
    return logged.push(`${level} ${event}: ${message}`) > 0;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const loop = () => import("@/lib/background/loop");

/** Work whose turn ends when the test says so. */
function slow() {
  let turns = 0;
  let end = () => {};
  const run = () => {
    turns++;
    return new Promise<void>((resolve) => (end = resolve));
  };
  return { run, turns: () => turns, end: () => end() };
}

it("Work begins half a second after the start, and again after a pause once each turn has ended", async () => {
  const { runInBackground, work } = await loop();
  const { run, turns, end } = slow();
  runInBackground([work({ name: "work", every: 60_000, run })]);
  await vi.advanceTimersByTimeAsync(499);
  expect(turns()).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns()).toBe(1);
  // Even if the turn takes long.
  await vi.advanceTimersByTimeAsync(300_000);
  expect(turns()).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(turns()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns()).toBe(2);
});

it("Work is woken only by its own event, and then rests as long as after any turn", async () => {
  const { runInBackground, work } = await loop();
  const { wake } = await import("@/lib/runtime/wake");
  const done: string[] = [];
  const named = (name: string, what?: "pending" | "mail") =>
    work({ name, every: 20_000, wake: what, run: async () => done.push(name) });
  runInBackground([named("answering", "pending"), named("sending", "mail"), named("sweep")]);
  await vi.advanceTimersByTimeAsync(500);
  expect(done.splice(0)).toEqual(["answering", "sending", "sweep"]);
  wake("pending");
  await vi.advanceTimersByTimeAsync(299);
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(1501);
  expect(done.splice(0)).toEqual(["answering"]);
  wake("mail");
  for (const wait of [50, 450, 1500]) {
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(done.splice(0)).toEqual(["sending"]);
  }
  await vi.advanceTimersByTimeAsync(20_000);
  expect(done.toSorted()).toEqual(["answering", "sending", "sweep"]);
});

it("Work that is woken during its turn looks again before it rests, and has one timer", async () => {
  const { runInBackground, work } = await loop();
  const { wake } = await import("@/lib/runtime/wake");
  const { run, turns, end } = slow();
  runInBackground([work({ name: "sending", every: 15_000, wake: "mail", run })]);
  await vi.advanceTimersByTimeAsync(500);
  wake("mail");
  await vi.advanceTimersByTimeAsync(2000);
  expect(turns()).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(turns()).toBe(2);
  end();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(turns()).toBe(2);
  await vi.advanceTimersByTimeAsync(1);
  end();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(turns()).toBe(3);
});

it("Work that fails is logged, and tried again at its next turn", async () => {
  const { runInBackground, work } = await loop();
  const { refuse } = await import("@/lib/isomorphic/result");
  const ends = [
    () => Promise.reject(new Error("broken")),
    () => Promise.reject(Object.assign(new Error("down"), { code: "ECONNREFUSED" })),
    async () => refuse("unavailable"),
    async () => null,
  ];
  runInBackground([work({ name: "sending", every: 15_000, run: () => ends.shift()!() })]);
  await vi.advanceTimersByTimeAsync(500 + 3 * 15_000);
  expect(ends).toEqual([]);
  expect(logged.map((line) => line.split(":")[0])).toEqual([
    "error sending failed",
    "warning sending failed",
    "warning sending failed",
  ]);
});

it("The process waits, for a limited time, only for work that must end", async () => {
  const { runInBackground, work } = await loop();
  const { beginShutdown, shutdownSignal } = await import("@/lib/runtime/shutdown.mjs");
  const [sending, sweep] = [slow(), slow()];
  runInBackground([
    work({ name: "sending", every: 15_000, lastMoment: 5000, run: sending.run }),
    work({ name: "sweep", every: 60_000, run: sweep.run }),
  ]);
  await vi.advanceTimersByTimeAsync(500);
  expect(shutdownSignal().aborted).toBe(false);
  const over = vi.fn<() => void>();
  void Promise.all(beginShutdown()).then(over);
  expect(shutdownSignal().aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(4999);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalled();

  const once = vi.fn<() => void>();
  void Promise.all(beginShutdown()).then(once);
  sending.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(once).toHaveBeenCalled();
});

it("Work that is requested during its turn looks again before it rests, and never runs twice at once", async () => {
  vi.useRealTimers();
  const { oneAtATime } = await loop();
  let [under, most, times] = [0, 0, 0];
  const turn = oneAtATime(async () => {
    most = Math.max(most, ++under);
    await yieldToEventLoop(1);
    [under, times] = [under - 1, times + 1];
  });
  const first = turn();
  await Promise.all([first, turn(), turn()]);
  expect([most, times]).toEqual([1, 2]);
  await turn();
  expect(times).toBe(3);
});
