import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

/** Whose work it is: an account's, or that of a network from which somebody asks who is not logged in. Log-ins go first. */
export type Turn = { of: string; first?: boolean };

const shared = Symbol.for("steward.turn");
const everywhere = globalThis as { [shared]?: AsyncLocalStorage<Turn> };

// One store a process: of this module too Next may bundle several copies.
const under = (everywhere[shared] ??= new AsyncLocalStorage<Turn>());

/** Whatever takes turns in this work takes them as this one: lib/access/operation.ts says so of every operation. */
export const inTurn = <T>(turn: Turn, work: () => Promise<T>): Promise<T> => under.run(turn, work);

/** Whose work is under way; outside of any operation nobody's. */
export const currentTurn = (): Turn => under.getStore() ?? { of: "" };

/** More work is waiting than can be done in time: the request ends with `unavailable` (503). */
export class TooManyWait extends Error {
  override name = "TooManyWait";
}

/** Whether work was refused because too much of it waits. By its name, since a queue may be another bundle's of Next. */
export const isTooMany = (error: unknown): boolean => error instanceof Error && error.name === "TooManyWait";

type Waiting = { begin: () => void; refuse: () => void };

/**
 * Work of which so much is done at once, while the rest waits. Whoever waits takes turns: each of them has one piece done
 * before anyone has a second one, however much they brought. Log-ins come before all other work, and take turns as well.
 *
 * So much may wait at most. Then whoever has the most waiting loses their newest piece to whoever has less, and other work
 * loses it to a log-in: nobody fills the queue for the others. What finds no place ends with `TooManyWait`.
 */
export class Turns {
  readonly #lines = { first: new Map<string, Waiting[]>(), after: new Map<string, Waiting[]>() };
  #underWay = 0;
  #waiting = 0;

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  async take<T>({ of, first = false }: Turn, work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.atOnce) await this.#place(of, first);
    else this.#underWay++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Waits until it is this one's turn. */
  #place(of: string, first: boolean): Promise<void> {
    const lines = first ? this.#lines.first : this.#lines.after;
    if (this.#waiting >= this.mostWaiting) this.#makeRoom(lines, lines.get(of)?.length ?? 0);
    return new Promise((begin, reject) => {
      const line = lines.get(of) ?? [];
      line.push({ begin, refuse: () => reject(new TooManyWait("Its place went to others who wait.")) });
      lines.set(of, line);
      this.#waiting++;
    });
  }

  /** Who waited longest for a turn has the next one, and then stands behind the others. */
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

  /** Refuses the newest piece of whoever has the most waiting: of the other work where there is any, else the newcomer where nobody has more. */
  #makeRoom(lines: Map<string, Waiting[]>, own: number): void {
    const { first, after } = this.#lines;
    const from = after.size > 0 ? after : first;
    const [of, line] = [...from].reduce((most, each) => (each[1].length > most[1].length ? each : most));
    if (from === lines ? line.length <= own + 1 : lines === after) throw new TooManyWait("Too much work is waiting.");
    line.pop()!.refuse();
    if (line.length === 0) from.delete(of);
    this.#waiting--;
  }
}
