import { expect, it } from "vitest";
import { mannWhitney, quantileOf } from "@/lib/tools/bench/figures";

const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);

it("Mann and Whitney's test gives the same p as R and SciPy without their continuity correction", () => {
  // mannwhitneyu(range(1, 11), range(11, 21), method="asymptotic", use_continuity=False)
  expect(mannWhitney(from(1, 10), from(11, 10))).toBeCloseTo(0.000157, 6);
  // mannwhitneyu([1, 2, 2, 3, 5], [2, 3, 4, 4, 6], method="asymptotic", use_continuity=False)
  expect(mannWhitney([1, 2, 2, 3, 5], [2, 3, 4, 4, 6])).toBeCloseTo(0.2017, 4);
  expect(mannWhitney(from(1, 10), from(1, 10))).toBeCloseTo(1, 6);
  expect(mannWhitney([1, 1], [1, 1])).toBe(1);
});

it("A quantile lies between two values in proportion", () => {
  expect([quantileOf([4, 1, 3, 2], 0.5), quantileOf([1, 2], 0.95), quantileOf([7], 0.1)]).toEqual([2.5, 1.95, 7]);
});
