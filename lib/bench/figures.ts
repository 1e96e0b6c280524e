import "server-only";

/** What one measurement came to. */
export type Figure = {
  what: string;
  /** The engine, or empty where it does not matter. */
  engine: string;
  value: number;
  /** Of the rounds, the lowest and the highest. */
  lowest: number;
  highest: number;
  unit: string;
  /** What it is measured against, in the same unit. */
  floor: string;
  floorValue: number;
  /** `value : floorValue`. */
  ratio: number;
  /** What the ratio should keep to, as `≤ 1.15` or `≥ 0.9`; empty where there is no aim. */
  aim: string;
};

/** One value of each round. */
export type Rounds = number[];

type Told = Pick<Figure, "what" | "unit" | "floor"> & { engine?: string; aim?: string };

/** A figure beside its floor, of what both were in each round. */
export function figureOf(told: Told, rounds: Rounds, floorRounds: Rounds): Figure {
  const [value, floorValue] = [medianOf(rounds), medianOf(floorRounds)];
  return {
    engine: "",
    aim: "",
    ...told,
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

/** The value that this part of the values does not exceed, between two of them in proportion. */
export function quantileOf(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}
