import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod/mini";
import { recordVersion, rowId, text, tick } from "@/lib/isomorphic/fields";

const resultOf = (schema: z.ZodMiniType, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues[0]!.message;
};

describe("A required text", () => {
  const name = text(10, "errors.id.required");

  it.each(["", " ", "\u200B", "\u200B \u2060", "\u00AD", "\u3164", "\uFE0F", "\u2800", "\u{E0041}"])(
    "must show something: %j does not",
    (value) => {
      expect(resultOf(name, value)).toBe("errors.id.required");
    },
  );

  it.each(["a", ".", "é", "👩‍👩‍👧", "नि", "می‌خ"])("may be %s", (value) => {
    expect(resultOf(name, ` ${value}`)).toBe(value);
  });
});

const never: unknown[] = [undefined, null, 7, {}, [], ["a"], { toString: "a" }];

describe("A line of text", () => {
  const description = text(255);

  it("is trimmed, and may be empty if it is not required", () => {
    expect(resultOf(description, "  two words ")).toBe("two words");
    expect(resultOf(description, " ")).toBe("");
    expect(resultOf(text(64, "errors.first_name"), " ")).toBe("errors.first_name");
  });

  it("is counted in code points, not in UTF-16 units", () => {
    expect(resultOf(description, "😀".repeat(255))).toBe("😀".repeat(255));
    expect(resultOf(description, "a".repeat(256))).toBe("errors.text.long");
  });

  it.each(["a\nb", "a\rb", "a\tb", "a\0b", "a\u2028b", "a\u0085b", "a\uD800b", "a\x1b[31mb"])("refuses %j", (value) => {
    expect(resultOf(description, value)).toBe("errors.text.characters");
  });

  it("is a string, and not an object that looks like one", () => {
    for (const value of never) expect(resultOf(description, value)).toBe("errors.malformed");
  });

  it("gives a value that it would accept unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const parsed = description.safeParse(value);
        if (parsed.success) expect(resultOf(description, parsed.data)).toBe(parsed.data);
      }),
    );
  });
});

it("A version is a whole number that fits into the database", () => {
  expect(resultOf(recordVersion, "0")).toBe(0);
  expect(resultOf(recordVersion, "999999999")).toBe(999_999_999);
  for (const value of ["", "-1", "1.5", "1e3", "0x1", "9999999999", "١", 3, ...never]) {
    expect(resultOf(recordVersion, value)).toBe("errors.malformed");
  }
});

it("An id is any short text of the allowed characters", () => {
  expect(resultOf(rowId, "__proto__")).toBe("__proto__");
  for (const value of ["", "a".repeat(65), ...never]) expect(rowId.safeParse(value).success).toBe(false);
});

it("A switch is on, or is not sent", () => {
  expect([resultOf(tick, "on"), resultOf(tick, undefined), resultOf(tick, true), resultOf(tick, false)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  for (const value of ["off", "true", "", 1, null, ["on"]]) expect(tick.safeParse(value).success).toBe(false);
});
