import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod/mini";
import { emailAddress, recordVersion, rowId, text, tick } from "@/lib/isomorphic/fields";

const said = (schema: z.ZodMiniType, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues[0]!.message;
};

describe("A text that has to be there", () => {
  const name = text(10, "errors.name");

  it.each(["", " ", "\u200B", "\u200B \u2060", "\u00AD", "\u3164", "\uFE0F", "\u2800", "\u{E0041}"])("shows something, which %j does not", (value) => {
    expect(said(name, value)).toBe("errors.name");
  });

  it.each(["a", ".", "é", "👩‍👩‍👧", "नि", "می‌خ"])("may be %s", (value) => {
    expect(said(name, ` ${value}`)).toBe(value);
  });
});

const never: unknown[] = [undefined, null, 7, {}, [], ["a"], { toString: "a" }];

describe("An e-mail address", () => {
  it.each(["jane@example.com", "j.o'hara+tag@mail.example.co", "δοκιμή@παράδειγμα.gr", "a@b.c", "_@x-y.example"])("%s is one", (address) => {
    expect(said(emailAddress, ` ${address} `)).toBe(address);
  });

  it.each([
    ["karin@müller-büro.example", "karin@xn--mller-bro-q9ag.example"],
    ["karin@müller-büro.example", "karin@MÜLLER-BÜRO.Example"],
    ["info@bücher.example", "info@bu\u0308cher.example"],
    ["info@डाटा.भारत", "info@डाटा.भारत"],
    ["info@例え.jp", "info@例え。jp"],
    ["ada@example.com", "\u200bada@example.com"],
    ["ada.lovelace@example.com", "ada.love\u00adlace@example.com"],
    ["ada@example.com", "\u00a0ada\ufe0f@exam\u2060ple.com\ufeff\u3000"],
    ["x@victim.test", "x@ｖictim.test"],
    ["Ada@example.com", "Ada@EXAMPLE.com"],
    // A domain that passes for another is shown as it is sent.
    ["x@xn--pple-43d.com", "x@аpple.com"],
    ["x@xn--80ak6a.com", "x@аре.com"],
    ["x@пример.рф", "x@пример.рф"],
    ["x@xn--i-7iq.ws", "x@i❤.ws"],
  ])("is shown as %s where it was typed as %j", (shown, typed) => {
    expect(said(emailAddress, typed)).toBe(shown);
    expect(said(emailAddress, shown)).toBe(shown);
  });

  it.each([
    "evil＠attacker.test@victim.test", "＜a＞@b.test", "x@victim.test\uff0cb.test", "x@xn--a.example", "x@xn--example-.com", "x@192.0.2.1", "x@0x7f.1",
    `x@${"a".repeat(64)}.example`, `x@${"ü".repeat(58)}.example`, `x@${"ü.".repeat(30)}example.${"b".repeat(30)}`, "x@a_b.example", "x@a%2eb.example",
    "\u2800@example.com", "a\uD800@example.com", "\u200b@example.com", "x@\u200b",
    "jane", "@example.com", "jane@", "jane@example", "jane@@example.com", "a@b@example.com", "jane@-x.example", "jane@x-.example",
    "jane@example..com", "jane@.example.com", "jane@example.com.", "ja ne@example.com", "jane@exam ple.com", "a@x.com,b@x.com",
    "a@x.com;b@x.com", "Jane <jane@example.com>", '"jane"@example.com', "jane@[192.0.2.1]", "jane@example.com\r\nBcc: a@x.com",
    "jane\n@example.com", "jane\0@example.com", "jane@exa\u2028mple.com", "jane@exam\uD800ple.com",
  ])("%j is none", (address) => expect(said(emailAddress, address)).toBe("errors.email.address"));

  it("has something in it, and at most 254 characters", () => {
    expect(said(emailAddress, " ")).toBe("errors.email.required");
    const longest = `${"a".repeat(64)}@${`${"b".repeat(58)}.`.repeat(3)}example.com`.padStart(254, "a");
    expect(longest).toHaveLength(254);
    expect(said(emailAddress, longest)).toBe(longest);
    expect(said(emailAddress, `a${longest}`)).toBe("errors.email.long");
    // In octets, as it is sent to.
    expect(said(emailAddress, `${"д".repeat(125)}@example.com`)).toBe("errors.email.long");
    for (const value of never) expect(said(emailAddress, value)).toBe("errors.malformed");
  });

  it("is decided at once, however hostile the text", () => {
    for (const part of ["a.", "a-", "a@", ".", "-"]) {
      const start = performance.now();
      emailAddress.safeParse(`x@${part.repeat(100_000)}`);
      expect(performance.now() - start).toBeLessThan(200);
    }
  });
});

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
