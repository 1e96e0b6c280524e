import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { assessPassword, leastScore } from "@/lib/isomorphic/password-strength.mjs";

const jane = ["jane.doe", "jane.doe@wonderland.example", "1234-567-89", "ah48213-stw", "Steward", "Jane", "Liddell"];

describe("a password is refused with its reason", () => {
  it.each([
    ["password1", "common"],
    ["PASSWORD1", "common"],
    ["P@ssw0rd", "common"],
    ["1drowssap", "common"],
    ["letmein!", "common"],
    ["ｐａｓｓｗｏｒｄ１", "common"],
    ["Qwertyuiop", "common"],
    ["skateboard", "common"],
    ["jane.doe", "personal"],
    ["Jane.Doe@Wonderland.example", "personal"],
    ["wonderland", "personal"],
    ["123456789", "personal"],
    ["1234-567-89", "personal"],
    ["ah48213-stw", "personal"],
    ["Steward2026!", "personal"],
    ["l1dd3ll77", "personal"],
    ["jane-doe-2026", "personal"],
    ["Jane_Doe_Steward!", "personal"],
    ["JaneDoe-Wonderland-1", "personal"],
    ["ah48213.jane.89", "personal"],
    ["  jane.doe  ", "personal"],
    ["        ", "repeated"],
    ["zzzzzzzzzzzz", "repeated"],
    ["x7bx7bx7bx7b", "repeated"],
    ["x".repeat(128), "repeated"],
    ["bcdefghijklm", "sequence"],
    ["hgfdsaqwertz", "sequence"],
    ["24.11.1987", "date"],
    ["1987-11-24", "date"],
    ["xq7vbnp", "weak"],
  ])("%j", (password, reason) => {
    const judged = assessPassword(password, jane);
    expect(judged.reason).toBe(`errors.password.${reason}`);
    expect(judged.score).toBeLessThan(leastScore);
  });
});

describe("a password is taken", () => {
  it.each([
    "correct horse battery staple",
    "k7mw-pq3x-t9hd",
    "日本語のパスワード",
    "jane.doe wears purple antlers",
    "🔑🎩🐇🫖🃏🐛🌹🦩",
    "Steward and 9 muddy boots",
    "jane k7mw-pq3x-t9hd",
  ])("%j", (password) => {
    expect(assessPassword(password, jane)).toMatchObject({ reason: null });
    expect(assessPassword(password, jane).score).toBeGreaterThanOrEqual(leastScore);
  });

  it("always, when it was generated", () => {
    for (let count = 0; count < 40; count++) {
      const password = generatePassword();
      expect(password).toMatch(/^([b-df-hjkmnp-tv-z2-9]{5}-){3}[b-df-hjkmnp-tv-z2-9]{5}$/);
      expect(assessPassword(password, jane)).toEqual({ score: 4, reason: null });
    }
  });
});

describe("the assessment", () => {
  it("judges only the first 64 characters: it refuses a weak beginning and accepts a strong one", () => {
    const strong = "k7mwd-pq3xb-t9hdc-v2ncf";
    expect(assessPassword(`${"x".repeat(64)}${strong}`, []).reason).toBe("errors.password.repeated");
    expect(assessPassword(`${strong}${"x".repeat(100)}`, []).reason).toBe(null);
    const email = `${"jane.doe.".repeat(8)}@wonderland.example`;
    expect(assessPassword(email, [email]).reason).toBe("errors.password.personal");
  });

  it("knows every password of the list of common ones", () => {
    const listed = dictionary["passwords-common"].filter((password) => password.length >= 8);
    for (const password of listed.filter((_, at) => at % 100 === 0)) {
      expect(assessPassword(password, []).reason).not.toBeNull();
    }
  });

  it("accepts any text, and gives a reason exactly when it refuses", () => {
    const anything = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(anything, fc.array(fc.string(), { maxLength: 4 }), (password, inputs) => {
        const { score, reason } = assessPassword(password, inputs);
        expect(reason === null).toBe(score >= leastScore);
      }),
      { numRuns: 50 },
    );
    for (const word of ["constructor", "__proto__", "toString", "valueof1"]) {
      expect(assessPassword(word, [word])).toEqual({ score: 0, reason: "errors.password.personal" });
    }
  });

  it.each(["aB3$", "@4!130$", "4@8({[<369|!1#0$+%2", "19901212", "1"])("stays quick on 50 kB of %j", (part) => {
    const began = performance.now();
    assessPassword(part.repeat(50_000 / part.length), [part.repeat(10_000), ...Array(1_000).fill(part)]);
    // Time that grows faster than the input would take minutes; a busy machine takes seconds.
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
