import { expect, it } from "vitest";
import { emailKey, formatEmail, formsOf, normalizeEmail, readEmail } from "@/lib/isomorphic/email.mjs";

it("Mail goes to the ASCII form of a domain, in whichever form it is shown", () => {
  expect(readEmail("Karin@MÜLLER-BÜRO.example")).toEqual({
    shown: "Karin@müller-büro.example",
    sent: "Karin@xn--mller-bro-q9ag.example",
  });
  expect(readEmail("δοκιμή@παράδειγμα.gr")).toEqual({
    shown: "δοκιμή@παράδειγμα.gr",
    sent: "δοκιμή@xn--hxajbheg2az3al.gr",
  });
});

it("A domain with one label is accepted only where the caller allows it", () => {
  expect(readEmail("root@localhost")).toEqual({ error: "address" });
  expect(readEmail("root@localhost", { labels: 1 })).toEqual({ shown: "root@localhost", sent: "root@localhost" });
});

it.each([
  ["x@xn--pple-43d.com", "Latin and Cyrillic letters in one label"],
  ["x@xn--80ak6a.com", "Cyrillic letters that all look Latin"],
  ["x@xn--tgb9bvy774f.com", "a joiner that nobody sees, without which it is another domain"],
  ["x@xn--i-7iq.ws", "a sign that is no letter"],
])("%s is shown in ASCII: %s", (email) => expect(readEmail(email)).toEqual({ shown: email, sent: email }));

it.each(["x@日本語テスト.jp", "x@한국어.kr", "x@пример.рф", "x@डाटा.भारत", "x@straße.de", "x@中文-abc.cn", "x@аре.рф"])(
  "%s is shown as it is written",
  (email) => {
    expect(normalizeEmail(email)).toBe(email);
  },
);

it("A stored address is shown in today's form, and text that is no address stays as it is", () => {
  expect(normalizeEmail("\u200bkarin@xn--mller-bro-q9ag.example")).toBe("karin@müller-büro.example");
  expect(formatEmail("k…@xn--mller-bro-q9ag.example")).toBe("k…@müller-büro.example");
  for (const text of ["", "nobody", "evil＠attacker.test@victim.test", "x@192.0.2.1", "x@xn--a.example"])
    expect([normalizeEmail(text), formatEmail(text)]).toEqual([text, text]);
});

it("A search looks for an address in each form that a person may know", () => {
  expect(formsOf("karin@müller-büro.example")).toEqual([
    "karin@müller-büro.example",
    "karin@xn--mller-bro-q9ag.example",
  ]);
  expect(formsOf("x@xn--pple-43d.com")).toEqual(["x@xn--pple-43d.com", "x@аpple.com"]);
  expect(formsOf("jane@example.com")).toEqual(["jane@example.com"]);
});

it("All forms of an address have one key, and other addresses have other keys", () => {
  for (const domain of [
    "müller.example",
    "MÜLLER.example",
    "mu\u0308ller.example",
    "xn--mller-kva.example",
    "ｍüller.example",
    "mül\u00adler.example",
  ]) {
    expect(emailKey(`Ada@${domain}`)).toBe("ada@xn--mller-kva.example");
  }
  expect(emailKey("a@straße.de")).not.toBe(emailKey("a@strasse.de"));
});
