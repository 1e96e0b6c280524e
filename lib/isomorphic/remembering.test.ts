import { expect, it, vi } from "vitest";
import { remembering } from "@/lib/isomorphic/remembering";

it("A result is worked out once, and all are forgotten when there are too many", () => {
  const work = vi.fn((name: string, number: number) => (number < 0 ? null : `${name} ${number}`));
  const ask = remembering(3, work);
  for (let round = 0; round < 2; round++) {
    expect([ask("a", 1), ask("b", 1), ask("a", -1)]).toEqual(["a 1", "b 1", null]);
  }
  expect(work).toHaveBeenCalledTimes(3);
  expect(ask("a", 2)).toBe("a 2");
  expect(ask("a", 2)).toBe("a 2");
  expect(work).toHaveBeenCalledTimes(4);
  expect(ask("b", 1)).toBe("b 1");
  expect(work).toHaveBeenCalledTimes(5);
});
