import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

/** Who the work is for: an account, or the network of a visitor who is not logged in. Log-ins go first. */
export type QueueSlot = { of: string; first?: boolean };

const shared = Symbol.for("steward.turn");
const everywhere = globalThis as { [shared]?: AsyncLocalStorage<QueueSlot> };

// One store per process: Next may bundle several copies of this module too.
const under = (everywhere[shared] ??= new AsyncLocalStorage<QueueSlot>());

/** Runs work with this turn. lib/access/operation.ts sets the turn of every operation. */
export const withQueueSlot = <T>(turn: QueueSlot, work: () => Promise<T>): Promise<T> => under.run(turn, work);

/** The turn of the work under way; empty outside of operations. */
export const currentQueueSlot = (): QueueSlot => under.getStore() ?? { of: "" };

/** More work is waiting than can be done in time. The request ends with `unavailable` (503). */
export class QueueFullError extends Error {
  override name = "QueueFullError";
}

/** Whether work was refused because too much is waiting. Compares the name, because the queue may be in another bundle of Next. */
export const isQueueFull = (error: unknown): boolean => error instanceof Error && error.name === "QueueFullError";

type Waiting = { begin: () => void; refuse: () => void };

/**
 * Limits how much work runs at once; the rest waits in turns. Each account or network gets one piece done before any gets a second. Log-ins
 * come before all other work, and take turns among themselves.
 *
 * The queue is limited too. When it is full, the one with the most waiting work loses its newest piece to one with less. Other work loses
 * its place to a log-in. So nobody can fill the queue for others. Work without a place ends with `QueueFullError`.
 */
export class FairQueue {
  readonly #lines = { first: new Map<string, Waiting[]>(), after: new Map<string, Waiting[]>() };
  #underWay = 0;
  #waiting = 0;

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  async take<T>({ of, first = false }: QueueSlot, work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.atOnce) await this.#place(of, first);
    else this.#underWay++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Waits for the turn of this work. */
  #place(of: string, first: boolean): Promise<void> {
    const lines = first ? this.#lines.first : this.#lines.after;
    if (this.#waiting >= this.mostWaiting) this.#makeRoom(lines, lines.get(of)?.length ?? 0);
    return new Promise((begin, reject) => {
      const line = lines.get(of) ?? [];
      line.push({ begin, refuse: () => reject(new QueueFullError("Others took its place in the queue.")) });
      lines.set(of, line);
      this.#waiting++;
    });
  }

  /** The one that has waited longest goes next, and then stands behind the others. */
  #next(): void {
    const lines = this.#lines.first.size > 0 ? this.#lines.first : this.#lines.after;
    const [next] = lines;
    if (!next) return void this.#underWay--;
    const [of, line] = next;
    const [turn, ...rest] = line;
    lines.delete(of);
    if (rest.length > 0) lines.set(of, rest);
    this.#waiting--;
    turn!.begin();
  }

  /** Refuses the newest piece of the one with the most waiting work, other work before log-ins. If no one has more, refuses the new piece. */
  #makeRoom(lines: Map<string, Waiting[]>, own: number): void {
    const { first, after } = this.#lines;
    const from = after.size > 0 ? after : first;
    const [of, line] = [...from].reduce((most, each) => (each[1].length > most[1].length ? each : most));
    if (from === lines ? line.length <= own + 1 : lines === after)
      throw new QueueFullError("Too much work is waiting.");
    line.pop()!.refuse();
    if (line.length === 0) from.delete(of);
    this.#waiting--;
  }
}
