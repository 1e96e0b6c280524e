import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  languageCookie,
  languageFor,
  languageOfRequest,
  languages,
  preferred,
  setLanguages,
} from "@/lib/i18n/choose-language.mjs";
import { readLanguages } from "@/lib/i18n/load-languages.mjs";
import en, { type Messages } from "@/lib/i18n/messages/en.mjs";
import { plainPage, wordsOf } from "@/lib/i18n/plain-page.mjs";
import { textsOf } from "@/lib/i18n/texts";

describe("Of English and French, a browser gets", () => {
  const codes = ["en", "fr"];
  it.each([
    ["fr", "fr"],
    ["fr-CA, fr;q=0.9, en;q=0.8", "fr"],
    ["FR-ca", "fr"],
    ["de-DE, fr;q=0.3", "fr"],
    ["en;q=0.5, fr;q=0.7", "fr"],
    ["fr;q=0.7, en;q=0.7", "fr"],
    ["en-GB", "en"],
    ["de, *;q=0.1", "en"],
    ["*", "en"],
    ["en;q=0, *", "fr"],
    ["fr;q=0", undefined],
    ["de", undefined],
    ["", undefined],
    ["fr;q=2", undefined],
    ["fr;q=x", undefined],
    [";;;,,,=", undefined],
    ["../../etc/passwd", undefined],
    ["__proto__", undefined],
    [`${"de,".repeat(40)}fr`, undefined],
  ])("for %j: %s", (asked, language) => expect(preferred(asked, codes)).toBe(language));

  it("a regional variant if that is the only one", () => {
    expect(preferred("pt", ["en", "pt-BR"])).toBe("pt-BR");
    expect(preferred("pt-PT", ["en", "pt-BR"])).toBe("pt-BR");
    expect(preferred("zh-Hant-TW", ["en", "zh-Hant"])).toBe("zh-Hant");
  });
});

/** A made-up Esperanto: the English in brackets. */
const madeUp = (texts: object): object =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === "string" ? `⟦${text}⟧` : madeUp(text as object)]),
  );

describe("A third language is one more file", () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-languages-"));
  beforeAll(async () => {
    for (const file of ["en.mjs", "fr.mjs"]) cpSync(join("lib/i18n/messages", file), join(folder, file));
    writeFileSync(join(folder, "eo.mjs"), `export default ${JSON.stringify(madeUp(en))};\n`);
    writeFileSync(join(folder, "notes.mjs"), `throw new Error("This is no language.");\n`);
    setLanguages(await readLanguages(folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("that is listed under its own name, after English", () => {
    expect([...languages().values()].map(({ code, name }) => [code, name])).toEqual([
      ["en", "English"],
      ["eo", "Esperanto"],
      ["fr", "Français"],
    ]);
  });

  it("that the person, the browser's cookie and the browser's header choose, in this order", () => {
    expect(languageFor(["eo", "fr"], "fr").code).toBe("eo");
    expect(languageFor(["", undefined, "eo"], "fr").code).toBe("eo");
    expect(languageFor([""], "eo-XX;q=0.9").code).toBe("eo");
    expect(languageFor(["tlh", "__proto__"], "tlh").code).toBe("en");
    expect(languageFor([], undefined).code).toBe("en");
    expect(languageOfRequest({ cookie: `a=b; ${languageCookie}=eo; c=d`, "accept-language": "fr" }).code).toBe("eo");
    expect(languageOfRequest({ cookie: `${languageCookie}=${"x".repeat(999)}`, "accept-language": "fr" }).code).toBe(
      "fr",
    );
  });

  it("that the server's own refusals and the policy's sentences use too", () => {
    const esperanto = languageFor(["eo"], undefined);
    expect(plainPage(esperanto, wordsOf(esperanto, "large", { size: 256 }))).toMatch(
      /<html lang="eo">[^]*⟦This request is too large: the limit is 256 kB/,
    );
    const { withheld } = textsOf(esperanto.messages as Messages);
    expect(withheld.users.add).toBe("⟦Only an Administrator can ⟦add a user⟧⟧");
  });
});
