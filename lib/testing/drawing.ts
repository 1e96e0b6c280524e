/** Chooses one of these by a random number. */
export const of = <T>(draw: () => number, choices: readonly T[]): T => choices[Math.floor(draw() * choices.length)]!;

/** Random numbers from 0 to below 1 that are the same at each run (mulberry32), so that trials can be repeated. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
