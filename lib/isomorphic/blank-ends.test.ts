import { expect, it } from "vitest";
import { hasBlankEnd } from "@/lib/isomorphic/blank-ends";

it.each([
  " secret",
  "secret ",
  "secret\t",
  "\u00a0secret",
  "secret\u3000",
  "\ufeffsecret",
  "secret\u200b",
  "\u202asecret",
  "secret\r\n",
  " ",
  "\u00adsecret",
])("%j begins or ends with a blank", (password) => expect(hasBlankEnd(password)).toBe(true));

it.each(["", "secret", "four unrelated words here", "se\u200bcret", "secret❤️", "👩‍👩‍👧"])(
  "%j neither begins nor ends with one",
  (password) => {
    expect(hasBlankEnd(password)).toBe(false);
  },
);

it("Checks only the ends of a very long password, quickly", () => {
  const start = performance.now();
  expect(hasBlankEnd(`x${" ".repeat(100_000)}x`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(100);
});
