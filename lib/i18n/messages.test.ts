import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { readLanguages } from "@/lib/i18n/load-languages.mjs";
import { english as en, textsOf } from "@/lib/i18n/texts";
import { partsOfTexts, withheldInBrowsers, type PartOfTexts } from "@/lib/i18n/texts-files";
import { permissions, policy } from "@/lib/policy";
import { programSources, readSource, type Source } from "@/lib/testing/sources";

/** Keys that one part of the program names and another part shows. */
const dataKey = /^(errors|outcomes|reasons|withheld)\.[\w.-]+$/;

/** Files that use keys of a section that their callers name. */
const sectionOf: Record<string, string> = {
  "lib/isomorphic/date-format.ts": "dates",
  "app/(panel)/account/tabs.ts": "tabs",
  ...Object.fromEntries(
    ["server/answer", "server/body", "server/guard", "server/finalize-response", "i18n/plain-page"].map((name) => [
      `lib/${name}.mjs`,
      "server",
    ]),
  ),
};

type Format = new (text: string, locale: string) => { getAst(): Parsed[] };
const { IntlMessageFormat } = createRequire(createRequire(import.meta.url).resolve("use-intl"))(
  "intl-messageformat",
) as { IntlMessageFormat: Format };

const read = programSources();
const keys = leavesOf(en);
const languages = [...(await readLanguages("lib/i18n/messages")).values()].map((language) => ({
  ...language,
  texts: textsOf(language.messages),
}));

describe("The messages", () => {
  it("hold every key that an operation, a schema or a rule names", () => {
    const named = read.flatMap(({ file, texts }) =>
      texts.filter((text) => dataKey.test(text)).map((key) => ({ file, key })),
    );
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter(({ key }) => !keys.includes(key))).toEqual([]);
  });

  it("hold a text for every key that is composed", () => {
    const made = read
      .flatMap(({ patterns }) => patterns)
      .filter((pattern) => /^(errors|outcomes|reasons|withheld|standing|status|meaning|strength)\\?\./.test(pattern));
    expect(made.length).toBeGreaterThan(5);
    expect(made.filter((pattern) => !keys.some((key) => new RegExp(`^${pattern}$`).test(key)))).toEqual([]);
  });

  it("hold no text that the program does not use", () => {
    const unused = keys.filter((key) => !/^(does|who)\./.test(key) && !read.some((source) => usesMessage(source, key)));
    expect(unused).toEqual([]);
  });

  it("say in the activity what each change did", () => {
    const changes = permissions.filter((permission) => policy[permission].kind === "change");
    expect(changes.filter((permission) => !keys.includes(`activity.did.${permission}`))).toEqual([]);
  });

  it("are the only place with words for a person", () => {
    const elsewhere = read.flatMap(({ file, words }) => words.map((text) => `${file}: ${text}`));
    expect(elsewhere).toEqual([]);
  });

  it("say what to do now in every refusal", () => {
    const refused = keys.filter((key) => /^(errors|outcomes)\./.test(key) && !/plural/.test(textOf(en, key)));
    for (const key of refused) expect([key, textOf(en, key)]).toEqual([key, expect.stringMatching(/[.]$/)]);
  });
});

describe.each(languages)("In $name", ({ code, texts }) => {
  it("the texts are exactly those of English, with the same values", () => {
    expect(leavesOf(texts).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) expect([key, valuesIn(textOf(texts, key))]).toEqual([key, valuesIn(textOf(en, key))]);
  });

  it("every text can be formatted, for one and for many", () => {
    const errors: string[] = [];
    const translate = createTranslator({
      locale: code,
      messages: texts,
      onError: (error) => errors.push(error.message),
    });
    for (const key of keys) {
      for (const count of [0, 1, 2, 1_000_000])
        translate(key as never, Object.fromEntries(valuesIn(textOf(en, key)).map((name) => [name, count])) as never);
    }
    expect(errors).toEqual([]);
  });

  it("texts have clean punctuation: no stray spaces, no three dots, no straight quotes around words", () => {
    for (const key of keys) {
      const text = textOf(texts, key);
      expect([key, text]).toEqual([key, text.trim()]);
      expect([key, /\.\.\.|  |"\p{L}|!/u.test(text)]).toEqual([key, false]);
      expect([key, text.length > 0]).toEqual([key, true]);
    }
  });
});

it("French has its own marks: ’ for an apostrophe, and a narrow no-break space before ; : ? and inside « »", () => {
  const french = languages.find(({ code }) => code === "fr")!.texts;
  for (const key of keys) {
    const text = textOf(french, key).replaceAll(/\{[^{}]*\}/g, "");
    expect([key, text]).toEqual([key, expect.not.stringMatching(/'|[^\u202f][;:?»](?!\w)|«[^\u202f]/)]);
  }
});

describe("The texts of a page in the browser", () => {
  const byFile = new Map(read.map((source) => [source.file, source]));
  const pages = read.map(({ file }) => file).filter((file) => /^app\/.*\/page\.tsx$/.test(file));

  /**
   * The sections that the client components of a page use, and the parts of the texts that it sends them: at once, and for what loads later.
   * What a file imports later is late only inside `LateTexts`.
   */
  const textsOfPage = (page: string) => {
    const found = { atOnce: new Set<string>(), later: new Set<string>(), withheld: new Set<string>() };
    const [parts, lateParts] = [new Set<PartOfTexts>(), new Set<PartOfTexts>()];
    const seen = new Set<string>();
    const walk = (file: string, around: boolean, late: boolean) => {
      const source = byFile.get(file);
      const client = around || source?.client === true;
      const visit = `${file} ${client} ${late}`;
      if (!source || seen.has(visit)) return;
      seen.add(visit);
      if (client) for (const section of sectionsUsed(source)) found[late ? "later" : "atOnce"].add(section);
      if (client && source.usesWithheld)
        for (const text of source.texts) if (text in policy) found.withheld.add(text.split(".")[0]!);
      for (const part of source.sends) parts.add(part as PartOfTexts);
      for (const part of source.sendsLate) lateParts.add(part as PartOfTexts);
      // Actions always run on the server.
      for (const imported of source.imports) if (!imported.endsWith("/actions.ts")) walk(imported, client, late);
      for (const imported of source.late) walk(imported, client, late || source.drawsLateTexts);
    };
    for (const file of [page, ...layoutsOf(page)]) walk(file, false, false);
    return {
      atOnce: [...found.atOnce],
      later: [...found.later],
      withheld: [...found.withheld],
      parts: [...parts],
      lateParts: [...lateParts],
    };
  };
  const textsOfPages = new Map(pages.map((page) => [page, textsOfPage(page)]));
  const sectionsOf = (parts: PartOfTexts[]) => parts.flatMap<string>((part) => partsOfTexts[part]);

  it.each(pages)("%s: the page sends every section that it uses there", (page) => {
    const { atOnce, later, parts, lateParts } = textsOfPages.get(page)!;
    // The texts of pages that failed or are missing are in every page.
    const sent = ["pages", ...sectionsOf(parts)];
    expect(atOnce.filter((section) => !sent.includes(section))).toEqual([]);
    expect(later.filter((section) => ![...sent, ...sectionsOf(lateParts)].includes(section))).toEqual([]);
  });

  it.each(Object.entries(partsOfTexts))("%s: each section is used by a page", (part, sections) => {
    const used = [...textsOfPages.values()].flatMap(({ atOnce, later, parts, lateParts }) => [
      // The first part is the page's own. Its layouts send the others to all their pages.
      ...(parts[0] === part ? atOnce : []),
      ...(lateParts.includes(part as PartOfTexts) ? later : []),
    ]);
    expect(sections.filter((section) => !used.includes(section))).toEqual([]);
  });

  it("say which acts are withheld of every noun whose acts client components withhold", () => {
    const nouns = new Set([...textsOfPages.values()].flatMap(({ withheld }) => withheld));
    expect([...nouns]).toEqual(withheldInBrowsers);
  });

  it("are told apart from those that the server uses", () => {
    const client = readSource(
      "app/x.tsx",
      `"use client"; const [t, say] = [useTranslations("users"), useTranslations()]; say(withheldKey(p)); say("form.save"); say(\`status.\${x}\`)`,
    );
    expect([...sectionsUsed(client)].toSorted()).toEqual(["form", "status", "users", "withheld"]);
    const { sends, sendsLate } = readSource(
      "app/y.tsx",
      `export const L = () => <Texts of="panel" late="more">x</Texts>;`,
    );
    expect([sends, sendsLate]).toEqual([["panel"], ["more"]]);
  });
});

describe("Words outside the messages are found", () => {
  const found = (source: string) => readSource("app/fixture.tsx", `export const X = () => ${source};`).words;
  it.each([
    [`<p>Saved at last</p>`, "Saved at last"],
    [`<b>Saved</b>`, "Saved"],
    [`<p>{"Nothing was saved"}</p>`, "Nothing was saved"],
    [`<p>{done ? "All is well" : null}</p>`, "All is well"],
    [`<input aria-label="Search" />`, "Search"],
    [`<img alt="A cat" />`, "A cat"],
    [`<input placeholder="name" />`, "name"],
    [`<Form submitLabel="Save" />`, "Save"],
    [`toast({ title: "Saved" })`, "Saved"],
    ["say(`Jane Doe was removed by ${name}`)", "Jane Doe was removed by"],
    ["`${label}: ${value}`", ":"],
  ])("%s", (source, words) => expect(found(source)).toEqual([words]));

  it.each([
    `<p className="muted small">{t("x")}</p>`,
    `<kbd>1234-567-89</kbd>`,
    `on("ArrowDown")`,
    `invariant(new Error("Use a Provider around it"))`,
    `<i>/</i>`,
  ])("but no other text: %s", (source) => expect(found(source)).toEqual([]));
});

it("A text that is missing, unknown to English, or has other values is found", () => {
  expect(valuesIn("{who} ended {count, plural, =0 {nothing} one {# session of {login}} other {# sessions}}")).toEqual([
    "count",
    "login",
    "who",
  ]);
  expect(leavesOf({ a: "x", b: { c: "y" } })).toEqual(["a", "b.c"]);
});

/** Whether a file uses the message: by its whole key, or by the rest of the key under a section that the file asks for. */
function usesMessage({ file, texts, patterns, sections }: Source, key: string): boolean {
  const named = [...sections, ...(sectionOf[file] ? [sectionOf[file]] : []), ""];
  return named.some((section) => {
    const rest = section === "" ? key : key.startsWith(`${section}.`) ? key.slice(section.length + 1) : null;
    return rest !== null && (texts.includes(rest) || patterns.some((pattern) => new RegExp(`^${pattern}$`).test(rest)));
  });
}

/** The sections that a file uses when it runs in a browser: those that it names, and those of its whole keys. */
function sectionsUsed({ file, sections, asksForAll, texts, patterns, usesWithheld }: Source): Set<string> {
  const used = new Set(sections.map((section) => section.split(".")[0]!));
  const whole = (text: string) => /^([a-zA-Z]+)\\?\./.exec(text)?.[1];
  if (file === "components/form/use-sentence.ts")
    for (const section of ["errors", "outcomes", "form"]) used.add(section);
  if (asksForAll) {
    const made = [...texts.filter((text) => keys.includes(text)), ...patterns].map(whole);
    for (const section of made) if (section && section in en) used.add(section);
    if (usesWithheld) used.add("withheld");
  }
  return used;
}

/** The layouts around a page, the innermost first. */
function layoutsOf(page: string): string[] {
  const folders = [];
  for (let folder = dirname(page); folder !== "."; folder = dirname(folder)) folders.push(folder);
  return folders.filter((folder) => readdirSync(folder).includes("layout.tsx")).map((folder) => `${folder}/layout.tsx`);
}

type Parsed = { type: number; value?: string; options?: Record<string, { value: Parsed[] }>; children?: Parsed[] };

/** The names of the values in a text, by the parser that next-intl uses itself. */
function valuesIn(text: string): string[] {
  const names = (elements: Parsed[]): string[] =>
    elements.flatMap(({ type, value, options = {}, children = [] }) => [
      // 0 is plain text, 7 the # of a plural.
      ...(type === 0 || type === 7 || value === undefined ? [] : [value]),
      ...Object.values(options).flatMap((option) => names(option.value)),
      ...names(children),
    ]);
  return [...new Set(names(new IntlMessageFormat(text, "en").getAst()))].toSorted();
}

function leavesOf(texts: object, path = ""): string[] {
  return Object.entries(texts).flatMap(([name, inner]) =>
    typeof inner === "string" ? [path + name] : leavesOf(inner as object, `${path}${name}.`),
  );
}

/** Names of permissions have dots, so a key is followed by its longest name first. */
function textOf(all: object, key: string): string {
  const follow = (texts: unknown, rest: string): string | undefined => {
    if (rest === "") return typeof texts === "string" ? texts : undefined;
    if (typeof texts !== "object" || texts === null) return undefined;
    for (const [name, inner] of Object.entries(texts)) {
      if (rest !== name && !rest.startsWith(`${name}.`)) continue;
      const text = follow(inner, rest.slice(name.length + 1));
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return follow(all, key) ?? "";
}
