/** Returns the value for the long form of a test (`npm run test:long`) or the short one. */
export const rounds = <T>(short: T, long: T) => (process.env.STEWARD_LONG ? long : short);

/** All of them in the long form. In the short form every third, beginning at another one in each turn. */
export const someOf = <T>(all: readonly T[], turn: number): readonly T[] =>
  rounds(
    all.filter((_, at) => (at + turn) % 3 === 0),
    all,
  );
