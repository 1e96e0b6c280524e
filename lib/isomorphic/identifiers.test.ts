import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { handleDigits, isLogin, loginKey, newDigitalId, newHandle, searchFold } from "@/lib/isomorphic/identifiers";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";

describe("new identifiers", () => {
  it("makes digital IDs of nine random digits, which a log-in can read", () => {
    const made = Array.from({ length: 200 }, () => newDigitalId());
    for (const id of made) expect(id).toMatch(/^\d{4}-\d{3}-\d{2}$/);
    expect(new Set(made).size).toBe(200);
    expect(newDigitalId(() => 0)).toBe("0000-000-00");
    expect(parseSignIn(made[0]!)).toEqual({ kind: "digitalId", account: made[0] });
  });

  it.each([
    ["Ada", "Hopper", "ah77777-stw"],
    ["Édith", "Ångström", "ea77777-stw"],
    ["李", "明", "xx77777-stw"],
    ["", "  ", "xx77777-stw"],
    ["'t", "Øre", "tx77777-stw"],
  ])("makes the handle of %s %s", (firstName, lastName, handle) => {
    expect(newHandle({ firstName, lastName }, "stw", 5, () => 7)).toBe(handle);
    for (const digits of handleDigits) {
      const made = newHandle({ firstName, lastName }, "stw", digits);
      expect(made).toMatch(new RegExp(`^[a-z]{2}\\d{${digits}}-stw$`));
      expect(parseSignIn(made)).toEqual({ kind: "handle", account: made });
    }
  });
});

describe("keys", () => {
  it("knows a login", () => {
    expect(["a", "john.smith", "A_b-9", "x".repeat(64)].every(isLogin)).toBe(true);
    expect(["", "a b", "é", "a/b", "a\n", "x".repeat(65)].some(isLogin)).toBe(false);
    expect(loginKey("İJohn.SMITH")).toBe("İjohn.smith");
  });

  it("stay the same when they are folded again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const email of [text, `${text}@example.com`, `a@${text}.example`])
          expect(emailKey(emailKey(email))).toBe(emailKey(email));
        expect(searchFold(searchFold(text))).toBe(searchFold(text));
        expect(loginKey(loginKey(text))).toBe(loginKey(text));
      }),
    );
  });

  it("ignore accents and letter case in a search", () => expect(searchFold("Ånna MÜLLER İ")).toBe("anna muller i"));
});
