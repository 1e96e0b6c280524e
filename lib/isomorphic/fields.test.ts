import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod/mini";
import { recordVersion, rowId, text, tick } from "@/lib/isomorphic/fields";

const said = (schema: z.ZodMiniType, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues[0]!.message;
};

describe("A text that has to be there", () => {
  const name = text(10, "errors.id.required");

  it.each(["", " ", "\u200B", "\u200B \u2060", "\u00AD", "\u3164", "\uFE0F", "\u2800", "\u{E0041}"])("shows something, which %j does not", (value) => {
    expect(said(name, value)).toBe("errors.id.required");
  });

  it.each(["a", ".", "é", "👩‍👩‍👧", "नि", "می‌خ"])("may be %s", (value) => {
    expect(said(name, ` ${value}`)).toBe(value);
  });
});

const never: unknown[] = [undefined, null, 7, {}, [], ["a"], { toString: "a" }];

describe("A line of text", () => {
  const description = text(255);

  it("is trimmed, and may be empty where nothing asks for it", () => {
    expect(said(description, "  two words ")).toBe("two words");
    expect(said(description, " ")).toBe("");
    expect(said(text(64, "errors.first_name"), " ")).toBe("errors.first_name");
  });

  it("is counted in characters that people see as one letter of the alphabet, not in halves", () => {
    expect(said(description, "😀".repeat(255))).toBe("😀".repeat(255));
    expect(said(description, "a".repeat(256))).toBe("errors.text.long");
  });

  it.each(["a\nb", "a\rb", "a\tb", "a\0b", "a\u2028b", "a\u0085b", "a\uD800b", "a\x1b[31mb"])("%j has no place in it", (value) => {
    expect(said(description, value)).toBe("errors.text.characters");
  });

  it("is a text, and no object that looks like one", () => {
    for (const value of never) expect(said(description, value)).toBe("errors.malformed");
  });

  it("comes out as it would go in again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const parsed = description.safeParse(value);
        if (parsed.success) expect(said(description, parsed.data)).toBe(parsed.data);
      }),
    );
  });
});

it("A version is a whole number that a database holds", () => {
  expect(said(recordVersion, "0")).toBe(0);
  expect(said(recordVersion, "999999999")).toBe(999_999_999);
  for (const value of ["", "-1", "1.5", "1e3", "0x1", "9999999999", "١", 3, ...never]) {
    expect(said(recordVersion, value)).toBe("errors.malformed");
  }
});

it("An id is a short text, whatever it says", () => {
  expect(said(rowId, "__proto__")).toBe("__proto__");
  for (const value of ["", "a".repeat(65), ...never]) expect(rowId.safeParse(value).success).toBe(false);
});

it("A switch is on, or was not sent", () => {
  expect([said(tick, "on"), said(tick, undefined), said(tick, true), said(tick, false)]).toEqual([true, false, true, false]);
  for (const value of ["off", "true", "", 1, null, ["on"]]) expect(tick.safeParse(value).success).toBe(false);
});
