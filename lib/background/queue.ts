import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { isUnavailable } from "@/lib/database/db";
import { log } from "@/lib/runtime/log.mjs";

/** Work that waits in the database, of many accounts. No item of it holds up another, however long it takes or often it fails. */
export type Queue<Item extends Waiting> = {
  /** As the log names it. */
  name: string;
  /** What waits, the longest waiting first; at most so many. */
  list: (most: number) => Promise<readonly Item[]>;
  /** One step of an item, in short transactions. What is left of it is listed again. */
  step: (item: Item) => Promise<unknown>;
};

/** `place` tells how far it has come, where one step may not be all of it: each step moves it, or the item goes. */
type Waiting = { id: string; place?: string };

/** Items that take turns. */
const atOnce = 20;

/**
 * Between two steps others get their turn, for as long as the step took: requests, signals, and a writer of SQLite, who
 * looks again after 16 ms at most.
 */
export const breath = (took = longestBreath) => pause(Math.min(took, longestBreath));

/** Milliseconds. */
const longestBreath = 20;

/**
 * Takes step after step, an item after the other, until nothing is left that can be done now. An item whose step failed,
 * or left it where it was, is set back: the others go on, and it is tried again later.
 */
export async function workOff<Item extends Waiting>({ name, list, step }: Queue<Item>): Promise<void> {
  const setbacks = setbacksOf(name);
  let before = new Map<string, string>();
  for (;;) {
    const most = atOnce + setbacks.size;
    const waiting = await list(most);
    if (waiting.length < most) setbacks.forgetOthers(waiting.map(({ id }) => id));
    const stepped = new Map<string, string>();
    for (const item of waiting) {
      const { id, place = "" } = item;
      if (before.get(id) === place) setbacks.add(id, new Error("a step left it where it was"));
      else if (before.has(id)) setbacks.forget(id);
      if (setbacks.has(id)) continue;
      stepped.set(id, place);
      const start = performance.now();
      await step(item).catch((error: unknown) => {
        stepped.delete(id);
        setbacks.add(id, error);
      });
      await breath(performance.now() - start);
      // The list says whether the database answers at all.
      if (setbacks.has(id)) break;
    }
    if (stepped.size === 0 && waiting.every(({ id }) => setbacks.has(id))) return;
    before = stepped;
  }
}

/**
 * Does work that concerns all accounts apart from other work: where it fails, the rest goes on, and it is set back. A
 * database that does not answer sets nothing back: all is tried again at the next turn.
 */
export async function apart(name: string, work: () => Promise<unknown>): Promise<void> {
  const setbacks = setbacksOf("background work");
  if (setbacks.has(name)) return;
  try {
    await work();
    setbacks.forget(name);
  } catch (error) {
    if (isUnavailable(error)) log({ level: "warning", event: `${name} failed`, error });
    else setbacks.add(name, error);
  }
}

/**
 * Work that is never under way twice. Whoever asks for it meanwhile has it look again before it rests, since what they ask for
 * may have come after it looked. Work that can fail tells of that itself.
 */
export function oneAtATime<A extends unknown[]>(work: (...of: A) => Promise<void>): (...of: A) => Promise<void> {
  let [underWay, again]: [Promise<void> | null, boolean] = [null, false];
  const untilDone = async (...of: A) => {
    try {
      do {
        again = false;
        await work(...of);
      } while (again);
    } finally {
      underWay = null;
    }
  };
  return (...of) => {
    again = true;
    return (underWay ??= untilDone(...of));
  };
}

/** Milliseconds that something is left alone for after its first setback, and at most. They double with each. */
const [firstWait, longestWait] = [10_000, 15 * 60_000];

/** What was set back in this process. A new one tries everything anew. */
class Setbacks {
  readonly #held = new Map<string, { times: number; until: number }>();
  constructor(readonly name: string) {}

  get size(): number {
    return this.#held.size;
  }

  has(id: string): boolean {
    return (this.#held.get(id)?.until ?? 0) > Date.now();
  }

  add(id: string, error: unknown): void {
    const times = (this.#held.get(id)?.times ?? 0) + 1;
    const wait = Math.min(firstWait * 2 ** (times - 1), longestWait);
    this.#held.set(id, { times, until: Date.now() + wait });
    const message = `${id}: ${error instanceof Error ? error.message : String(error)}; tried again in ${wait / 1000} s`;
    log({ level: isUnavailable(error) ? "warning" : "error", event: `${this.name} failed`, message, error });
  }

  forget(id: string): void {
    this.#held.delete(id);
  }

  forgetOthers(ids: readonly string[]): void {
    const kept = new Set(ids);
    for (const id of this.#held.keys()) if (!kept.has(id)) this.#held.delete(id);
  }
}

const byName = new Map<string, Setbacks>();

function setbacksOf(name: string): Setbacks {
  const known = byName.get(name) ?? new Setbacks(name);
  byName.set(name, known);
  return known;
}
