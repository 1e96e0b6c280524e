// Texts that are slow to normalise, fold or match, and how long reading them blocks the process.

/** The longest time in milliseconds for which input may block the process. */
export const mostHeld = 50;

/** The texts, each with this many UTF-16 units. */
export const expensiveTexts: Record<string, (units: number) => string> = {
  "combining marks": (units) => `a${"\u0301".repeat(units / 2)}${"\u0316".repeat(units / 2 - 1)}`,
  "combining marks in turns": (units) => "\u0301\u0316".repeat(units / 2),
  "a letter that unfolds to eighteen": (units) => "\ufdfa".repeat(units),
  "emoji that are joined": (units) => "\u{1f469}\u200d".repeat(units / 3),
  jamo: (units) => "\u1100\u1161\u11a8".repeat(units / 3),
  blanks: (units) => `a${" ".repeat(units - 2)}b`,
  dashes: (units) => `1${"-".repeat(units - 2)}!`,
  "labels of a domain": (units) => `a@${"a.".repeat(units / 2 - 2)}!`,
  "a long label": (units) => `a@${"a-".repeat(units / 2 - 2)}!`,
  slashes: (units) => "/".repeat(units),
  quotes: (units) => `${'"'.repeat(units - 1)}%`,
  "half characters": (units) => "\ud83d".repeat(units),
};

/** How long the work blocked the process, in milliseconds: the shortest of three runs, without time of other processes. */
export async function heldBy(work: () => unknown): Promise<number> {
  let shortest = Infinity;
  for (let time = 0; time < 3 && shortest > mostHeld; time++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    shortest = Math.min(shortest, performance.now() - start, (user + system) / 1000);
  }
  return shortest;
}
