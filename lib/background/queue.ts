import "server-only";
import type { Job, Waiting } from "@/lib/access/job";
import { isUnavailable } from "@/lib/database/db";
import { asProgram, waitingFor } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";
import { log } from "@/lib/runtime/log.mjs";
import { yieldToEventLoop } from "@/lib/runtime/yield";

/**
 * Work in the database that concerns many accounts. No item delays another, even if it takes long or always fails. Each item is the input of
 * a run, which is one step. If work is left, the item is listed again. Each step must move the item's `progress`, or the item must be gone.
 */
type Queue<W extends Waiting> = Pick<Job<Permission, unknown, W>, "list" | "perform">;

/** How many items take turns. */
const atOnce = 20;

/**
 * Gives each item one step after another, until nothing is left that can be done now. An item is set back if its step fails or leaves its
 * progress unchanged. The other items continue, and the item is tried again later.
 *
 * @param name the name of an item in the log
 */
export async function drainQueue<W extends Waiting>(name: string, queue: Queue<W>): Promise<void> {
  const [list, step] = [waitingFor(queue), asProgram(queue)];
  const backoffs = backoffsOf(name);
  let before = new Map<string, string>();
  for (;;) {
    const most = atOnce + backoffs.size;
    const waiting = await list(most);
    if (waiting.length < most) backoffs.retainOnly(waiting.map(({ id }) => id));
    const stepped = new Map<string, string>();
    for (const { progress = "", ...item } of waiting) {
      const { id } = item;
      if (before.get(id) === progress) backoffs.add(id, new Error("a step left it where it was"));
      else if (before.has(id)) backoffs.clear(id);
      if (backoffs.has(id)) continue;
      stepped.set(id, progress);
      const start = performance.now();
      await step(item).catch((error: unknown) => {
        stepped.delete(id);
        backoffs.add(id, error);
      });
      await yieldToEventLoop(performance.now() - start);
      // Listing again shows whether the database still answers.
      if (backoffs.has(id)) break;
    }
    if (stepped.size === 0 && waiting.every(({ id }) => backoffs.has(id))) return;
    before = stepped;
  }
}

/**
 * Runs work that concerns all accounts separately from other work. If it fails, the rest continues, and it is set back. If the database
 * does not answer, nothing is set back: the next turn tries everything again. Operations here are refused for no other reason.
 */
export async function runIsolated(name: string, work: () => Promise<unknown>): Promise<void> {
  const backoffs = backoffsOf("background work");
  if (backoffs.has(name)) return;
  try {
    const result = await work();
    if (isRefusal(result)) log({ level: "warning", event: `${name} failed`, message: result.outcome });
    else backoffs.clear(name);
  } catch (error) {
    if (isUnavailable(error)) log({ level: "warning", event: `${name} failed`, error });
    else backoffs.add(name, error);
  }
}

/** The pause after the first setback, and the longest pause, in milliseconds. The pause doubles each time. */
const [firstWait, longestWait] = [10_000, 15 * 60_000];

/** The backoffs in this process. A new process tries everything again. */
class Backoffs {
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

  clear(id: string): void {
    this.#held.delete(id);
  }

  retainOnly(ids: readonly string[]): void {
    const retained = new Set(ids);
    for (const id of this.#held.keys()) if (!retained.has(id)) this.#held.delete(id);
  }
}

const byName = new Map<string, Backoffs>();

function backoffsOf(name: string): Backoffs {
  const known = byName.get(name) ?? new Backoffs(name);
  byName.set(name, known);
  return known;
}
