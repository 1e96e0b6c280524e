import { simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer";
import { beforeAll, describe, expect, it } from "vitest";
import { letterOf, type LetterOf } from "@/lib/domain/mail/letter";
import { isWanted, kindsBySubject, linkUrl, nextAttemptAt } from "@/lib/domain/mail/rules";
import { facts, linkKinds, mailKinds, type LinkKind, type MailKind, type MailParams } from "@/lib/domain/mail/schema";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import en from "@/lib/i18n/messages/en.mjs";
import fr from "@/lib/i18n/messages/fr.mjs";

beforeAll(() => loadLanguages());

const when = "2026-11-24T09:05:00.000Z";
const whole: MailParams = {
  id: "1234-567-89/jane",
  ids: "1234-567-89\n1234-567-89/john.smith",
  account: "Xu Ltd",
  who: "root.b",
  name: "My phone",
  device: "Firefox on Linux",
  address: "192.0.2.7",
  place: "Brussels",
  newAddress: "j…@example.com",
  before: "none",
  after: "administrator",
  left: 3,
  from: when,
  when,
  zone: "Europe/Brussels",
};
it("An email from before shows a domain in Unicode", () => {
  expect(
    letterOf(letter("address-changing", "en", { ...whole, newAddress: "k…@xn--mller-bro-q9ag.example" })).text,
  ).toContain("k…@müller-büro.example");
});

it("A right-to-left name does not affect the text around it, in plain text and in HTML", () => {
  const { text, html } = letterOf(letter("factor-added", "en", { ...whole, name: "טלפון 9" }));
  expect(text).toContain("Name: \u2068טלפון 9\u2069\n");
  expect(html).toContain('<span dir="auto">טלפון 9</span>');
  expect(letterOf(letter("factor-added", "en")).text).toContain("Name: My phone\n");
});

const token = "tokenTokenTokenTokenTokenTokenTokenTokenTok";

const hasLink = (kind: MailKind): kind is LinkKind => (linkKinds as readonly MailKind[]).includes(kind);
const letter = (kind: MailKind, language: string, params: MailParams = whole, held = false): LetterOf => ({
  kind,
  language,
  params,
  link: hasLink(kind) ? (held ? "held" : linkUrl(kind, token)) : null,
});

const everyLetter = ["en", "fr"].flatMap((language) => mailKinds.map((kind) => [kind, language] as const));

/** The visible text of the HTML, on one line. */
const seenIn = (html: string) =>
  html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");

describe.each(everyLetter)("The email %s (%s)", (kind, language) => {
  it("contains everything in both parts", () => {
    const { subject, text, html } = letterOf(letter(kind, language));
    const words = (language === "fr" ? fr : en).mail.kinds[kind] as {
      subject: string;
      text: string;
      button?: string;
      unexpected?: string;
    };
    const labels = (language === "fr" ? fr : en).mail.facts;
    const seen = seenIn(html);
    expect(subject).toBe(words.subject);
    const spaced = (text: string) => text.replace(/\s+/g, " ");
    for (const part of [
      words.subject,
      words.text,
      words.button,
      words.unexpected,
      ...facts.map((fact) => labels[fact]),
    ]) {
      if (part) expect([part, text.includes(part), seen.includes(spaced(part))]).toEqual([part, true, true]);
    }
    for (const shown of [
      "1234-567-89/john.smith",
      "Xu Ltd",
      "root.b",
      "My phone",
      "j…@example.com",
      "Brussels",
      "Steward",
      "support@steward.example",
    ]) {
      expect([shown, text.includes(shown)]).toEqual([shown, true]);
    }
    // 9:05 UTC is 10:05 in Brussels, in the format of the language.
    expect(text).toContain(
      language === "fr" ? "24 novembre 2026 à 10:05 (Europe/Brussels)" : "24 November 2026 at 10:05 (Europe/Brussels)",
    );
    expect(text).toContain(language === "fr" ? "Administrateur" : "Administrator");
    expect(`${text}${html}`).not.toMatch(/undefined|\[object|\{\w+\}|NaN/);
    expect(html).toContain(`<html lang="${language}">`);
    expect(hasLink(kind)).toBe(words.button !== undefined);
  });

  it("is complete without any facts", () => {
    const { text, html } = letterOf(letter(kind, language, {}));
    expect(`${text}${html}`).not.toMatch(/undefined|\{\w+\}/);
    expect(text).not.toMatch(/\n{3}|: *\n\n/);
  });

  it("contains its link with the configured origin, or not at all if hidden", () => {
    const { text, html } = letterOf(letter(kind, language));
    const held = letterOf(letter(kind, language, whole, true));
    expect([held.text, held.html].join()).not.toContain(token);
    expect([held.text, held.html].join()).not.toMatch(/https?:\/\//);
    if (!hasLink(kind)) return expect([text, html].join()).not.toMatch(/https?:\/\//);
    const url = linkUrl(kind, token);
    expect(url).toMatch(/^http:\/\/localhost:3000\/(login|signup)\/[a-z-/]+\?token=/);
    expect(text.split(url)).toHaveLength(2);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([url, url]);
    expect(held.text).toContain((language === "fr" ? fr : en).mail.held);
  });

  it("loads no external resources", () => {
    const { html } = letterOf(letter(kind, language));
    expect(html).not.toMatch(/<(img|link|script|iframe|object|base|form)|url\(|@import|src=|background=/i);
  });
});

describe("Text that people wrote", () => {
  const evil = `<img src=x onerror=alert(1)>"'&amp;=HYPERLINK("http://evil.example")\r\nBcc: victim@example.com\u2028\u202e`;

  it("stays text in the HTML, and adds no line and no markup", () => {
    const params = {
      ...whole,
      who: evil,
      name: evil,
      account: evil,
      id: evil,
      place: "{brand} {count, plural, one {x} other {y}}",
    };
    for (const kind of mailKinds) {
      const { subject, text, html } = letterOf(letter(kind, "en", params));
      expect(html).not.toContain("<img");
      expect(html).not.toMatch(/&amp;amp;amp;/);
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;=HYPERLINK");
      expect(text).toContain("{brand} {count, plural, one {x} other {y}}");
      expect(text).not.toMatch(/^Bcc/m);
      expect(text).not.toMatch(/\u2028|\u202e|\r/);
      expect(subject).toBe(en.mail.kinds[kind].subject);
    }
  });

  it("does not get into a header of the message", async () => {
    const { subject, text, html } = letterOf(letter("new-device", "fr", { ...whole, who: evil, device: evil }));
    const built = await new MailComposer({ to: { name: "", address: "jane@example.com" }, subject, text, html })
      .compile()
      .build();
    const [head = ""] = built.toString().split("\r\n\r\n");
    expect(head).not.toMatch(/^bcc:|victim/im);
    const read = await simpleParser(built);
    expect([read.subject, read.to && "value" in read.to && read.to.value.length]).toEqual([
      fr.mail.kinds["new-device"].subject,
      1,
    ]);
  });

  it("is shown as it is if it is not a valid time, privilege or language", () => {
    const { text } = letterOf(letter("privilege-changed", "xx", { when: "soon", before: "king", after: "none" }));
    expect(text).toContain("When: soon");
    expect(text).toContain("Before: king\nNow: None");
  });
});

describe("The rules for emails", () => {
  it("with fewer notices, a person still gets those about security", () => {
    expect(mailKinds.filter((kind) => !isWanted(kind, true))).toEqual(["codes-low", "enabled", "privilege-changed"]);
    expect(mailKinds.every((kind) => isWanted(kind, false))).toBe(true);
  });

  it("waits grow from a minute to six hours, and tries end after three days", () => {
    const now = new Date(when);
    const minutes = Array.from({ length: 18 }, (_, at) => nextAttemptAt(at + 1, now)).map(
      (then) => then && (then.getTime() - now.getTime()) / 60_000,
    );
    expect(minutes).toEqual([1, 5, 15, 60, 240, ...Array.from({ length: 11 }, () => 360), null, null]);
    expect(minutes.reduce<number>((sum, wait) => sum + (wait ?? 0), 0)).toBeLessThanOrEqual(3 * 24 * 60);
  });

  it("a search finds emails by words of the subject, in the reader's language, without accents", () => {
    expect(kindsBySubject("changed PASSWORD", en)).toEqual(["password-changed"]);
    expect(kindsBySubject("reactive", fr)).toEqual(["enabled"]);
    expect(kindsBySubject("double authentification", fr)).toEqual([
      "enrol",
      "two-factor-reset",
      "two-factor-required",
      "two-factor-released",
    ]);
    expect(kindsBySubject("nothing like it", en)).toEqual([]);
  });
});
