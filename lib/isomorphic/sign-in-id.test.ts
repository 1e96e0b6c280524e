import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { compositeId, loginKey } from "@/lib/isomorphic/identifiers";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

describe("what people type into ID or email", () => {
  const jane = { kind: "digitalId", account: "1234-567-89", login: "jane" };

  it.each([
    "1234-567-89/jane",
    "  1234-567-89/jane\t",
    "1234-567-89/JANE",
    "123456789/jane",
    "1234 567 89 / jane",
    "1234–567—89/jane",
    "1234‑567‐89/jane",
    "1234−567-89/jane",
    "1234-567-89／jane",
    "１２３４-５６７-８９/ｊａｎｅ",
    "\u00A01234-567-89\u00A0/\u00A0jane\u00A0",
    "\u200B1234-567-89\u200B/\uFEFFjane\u2060",
    "1234 - 567 - 89/jane",
    "１２３４ー５６７ー８９／ｊａｎｅ",
  ])("finds Jane by %j", (typed) => expect(parseSignIn(typed)).toEqual(jane));

  it.each([
    ["1234-567-89", { kind: "digitalId", account: "1234-567-89" }],
    [" AH48213–STW ", { kind: "handle", account: "ah48213-stw" }],
    ["ah48213stw", { kind: "handle", account: "ah48213-stw" }],
    ["ah48213-1and1", { kind: "handle", account: "ah48213-1and1" }],
    ["ah482131and1", { kind: "handle", account: "ah48213-1and1" }],
    [" AH482134 – STW/jane", { kind: "handle", account: "ah482134-stw", login: "jane" }],
    ["ah482134-1and1", { kind: "handle", account: "ah482134-1and1" }],
    ["ah48213-stw/John.Smith", { kind: "handle", account: "ah48213-stw", login: "john.smith" }],
    ["xx11111-my-brand/martin", { kind: "handle", account: "xx11111-my-brand", login: "martin" }],
    [" Jane.Doe@Example.COM ", { kind: "email", key: "jane.doe@example.com" }],
    ["Karin@MÜLLER-BÜRO.example", { kind: "email", key: "karin@xn--mller-bro-q9ag.example" }],
    ["karin@xn--mller-bro-q9ag.example", { kind: "email", key: "karin@xn--mller-bro-q9ag.example" }],
    ["info@bu\u0308cher.example", { kind: "email", key: "info@xn--bcher-kva.example" }],
    ["info@डाटा.भारत", { kind: "email", key: "info@xn--c2bd1gb.xn--h2brj9c" }],
    ["a/b@example.com", { kind: "email", key: "a/b@example.com" }],
    ["1234-567-89/jane@example.com", { kind: "email", key: "1234-567-89/jane@example.com" }],
  ])("reads %j", (typed, expected) => expect(parseSignIn(typed)).toEqual(expected));

  it.each([
    "",
    "   ",
    "jane",
    "/",
    "1234-567-89/",
    "/jane",
    "1234-567-89\\jane",
    "1234-567-89%2Fjane",
    "1234-567-89//jane",
    "1234-567-89/jane/",
    "1234-567-8",
    "1234-567-890",
    "1234-567-89/ja ne",
    "1234-567-89/jané",
    "a48213-stw",
    "ah4821-stw",
    "a@b@c",
    "@",
    "a@",
    "a b@example.com",
    "a\0@example.com",
    "a\uD800@example.com",
    `1234-567-89/${"x".repeat(65)}`,
    `1234-567-89/jane${" ".repeat(20_000)}x`,
  ])("makes nothing of %j", (typed) => expect(parseSignIn(typed).kind).toBe("unknown"));

  it("folds an unknown ID, so that letter case and spaces make no new identity", () => {
    expect(parseSignIn("  Some  THING ")).toEqual(parseSignIn("some thing"));
    expect(parseSignIn("Ｓome thing\u200B")).toEqual({ kind: "unknown", folded: "some thing" });
  });

  it("finds the same identity in every variant that it tolerates", () => {
    const blank = fc.stringMatching(/^[ \t\u00A0\u3000\u200B\uFEFF\u2060]{0,3}$/);
    const dash = fc.constantFrom("-", "–", "—", "‑", "‐", "−", "－", "", " ", " - ", "\u00A0");
    const shape = fc.func(fc.constantFrom("as it is", "upper", "wide"));
    const login = fc.stringMatching(/^[a-zA-Z0-9._-]{1,64}$/);
    const digits = fc.stringMatching(/^[0-9]{9}$/);
    const disturbed = (text: string, how: (at: number) => string) =>
      [...text]
        .map((character, at) => {
          if (how(at) === "upper") return character.toUpperCase();
          return how(at) === "wide" ? String.fromCodePoint(character.codePointAt(0)! + 0xfee0) : character;
        })
        .join("");
    fc.assert(
      fc.property(
        digits,
        fc.option(login),
        blank,
        blank,
        blank,
        blank,
        dash,
        dash,
        fc.constantFrom("/", "／"),
        shape,
        (number, name, a, b, c, d, dash1, dash2, slash, how) => {
          const groups = [number.slice(0, 4), number.slice(4, 7), number.slice(7)];
          const [one, two, three] = groups.map((group) => disturbed(group, how));
          const account = `${a}${one}${dash1}${two}${dash2}${three}${b}`;
          const typed = name === null ? account : `${account}${slash}${c}${disturbed(name, how)}${d}`;
          const expected = { kind: "digitalId", account: groups.join("-") };
          expect(parseSignIn(typed)).toEqual(name === null ? expected : { ...expected, login: loginKey(name) });
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{2}[0-9]{5,6}-[a-z0-9]{1,8}$/),
        fc.option(login),
        blank,
        blank,
        shape,
        (handle, name, a, b, how) => {
          const typed = `${a}${disturbed(name === null ? handle : compositeId(handle, name), how)}${b}`;
          const expected = { kind: "handle", account: handle };
          expect(parseSignIn(typed)).toEqual(name === null ? expected : { ...expected, login: loginKey(name) });
        },
      ),
    );
    fc.assert(
      fc.property(fc.emailAddress(), blank, blank, fc.boolean(), (email, a, b, upper) => {
        const typed = `${a}${upper ? email.toUpperCase() : email}${b}`;
        expect(parseSignIn(typed)).toEqual({ kind: "email", key: emailKey(email) });
      }),
    );
  });

  it("accepts any string, and gives no text longer than the limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000, size: "max" }), (typed) => {
        const found = parseSignIn(typed);
        if (found.kind === "unknown") expect(found.folded.length).toBeLessThanOrEqual(512);
      }),
    );
  });

  const parts = ["-", " ", "1", "/", "@", "\u0301", "\uFDFA", "a-", "\uD800", "1 - "];
  it.each(parts)("stays quick on 50 kB of %j", (part) => {
    const began = performance.now();
    for (const around of ["", "1234-567-89/", "a@"]) parseSignIn(around + part.repeat(50_000 / part.length));
    expect(performance.now() - began).toBeLessThan(100);
  });
});
