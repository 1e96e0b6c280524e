import "server-only";

/** The result of one measurement. */
export type Figure = {
  what: string;
  /** The engine, or empty if it does not matter. */
  engine: string;
  value: number;
  /** The lowest and the highest round. */
  lowest: number;
  highest: number;
  unit: string;
  /** What it is compared with, in the same unit, or empty. */
  floor: string;
  /** NaN without a floor, which JSON writes as null. */
  floorValue: number;
  /** `value : floorValue`. */
  ratio: number;
  /** The aim for the ratio, such as `≤ 1.15` or `≥ 0.9`, or for the value if there is no floor; empty if there is none. */
  aim: string;
};

/** One value per round. */
export type Rounds = number[];

type Description = Pick<Figure, "what" | "unit"> & Partial<Pick<Figure, "engine" | "floor" | "aim">>;

/** Makes a figure from the values of each round, beside its floor if it has one. */
export function figureOf(description: Description, rounds: Rounds, floorRounds: Rounds = []): Figure {
  const [value, floorValue] = [medianOf(rounds), medianOf(floorRounds)];
  return {
    engine: "",
    floor: "",
    aim: "",
    ...description,
    value,
    lowest: Math.min(...rounds),
    highest: Math.max(...rounds),
    floorValue,
    ratio: value / floorValue,
  };
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/** The value that this share of the values does not exceed, interpolated between two of them. */
export function quantileOf(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * The two-sided p of Mann and Whitney's U test, by its normal approximation with the correction for ties: the probability that two samples
 * of one distribution differ by as much as these, or more.
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, first: true })),
    ...other.map((value) => ({ value, first: false })),
  ].toSorted((a, b) => a.value - b.value);
  let [rankSum, ties] = [0, 0];
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const alike = to - from;
    // Equal values share the middle of their ranks.
    rankSum += all.slice(from, to).filter(({ first }) => first).length * ((from + 1 + to) / 2);
    ties += alike ** 3 - alike;
  }
  const [n, m] = [one.length, other.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  return spread === 0 ? 1 : twoSided(Math.abs(u - (n * m) / 2) / spread);
}

/** The probability that a normal value is at least this many deviations from its mean: Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function twoSided(deviations: number): number {
  const x = deviations / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, series * Math.exp(-x * x));
}
