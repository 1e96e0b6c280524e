import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { english as en } from "@/lib/texts";

type Node = { type: string; [part: string]: unknown };

/** Keys that are data: no compiler looks at them where they are written. */
const dataKey = /^(errors|outcomes|reasons|withheld)\.[\w.-]+$/;

/** Files whose keys belong to a part of the messages that their callers name. */
const partOf: Record<string, string> = {
  "lib/format.ts": "dates",
  ...Object.fromEntries(["answer", "body", "guard", "last-word", "plain-page"].map((name) => [`lib/server/${name}.mjs`, "server"])),
};

/** Attributes that a person reads or hears. */
const readAloud = new Set(["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "placeholder", "alt", "label"]);

const files = ["app", "components", "lib"].flatMap((folder) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !/\.(test|d|config)\.ts$|lib\/(messages|lint-rules|type-tests|bench)\//.test(name)),
);
const read = files.map((file) => ({ file, ...readFile(file) }));
const keys = leavesOf(en);

describe("The messages", () => {
  it("hold every sentence that an operation, a schema or a rule names by its key", () => {
    const named = read.flatMap(({ file, texts }) => texts.filter((text) => dataKey.test(text)).map((key) => ({ file, key })));
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter(({ key }) => !keys.includes(key))).toEqual([]);
  });

  it("hold something for every key that is put together", () => {
    const made = read.flatMap(({ patterns }) => patterns).filter((pattern) => /^(errors|outcomes|reasons|withheld|standing|status|meaning|strength)\\?\./.test(pattern));
    expect(made.length).toBeGreaterThan(5);
    expect(made.filter((pattern) => !keys.some((key) => new RegExp(`^${pattern}$`).test(key)))).toEqual([]);
  });

  it("hold nothing that nobody says", () => {
    const unsaid = keys.filter((key) => !/^(does|who)\./.test(key) && !read.some((source) => says(source, key)));
    expect(unsaid).toEqual([]);
  });

  it("are the only place with words that a person reads", () => {
    const elsewhere = read.flatMap(({ file, words }) => words.map((text) => `${file}: ${text}`));
    expect(elsewhere).toEqual([]);
  });

  it("are whole sentences in plain marks: no stray spaces, no three dots, no straight quotes around words", () => {
    for (const key of keys) {
      const text = textOf(key);
      expect([key, text]).toEqual([key, text.trim()]);
      expect([key, /\.\.\.|  |"\w/.test(text)]).toEqual([key, false]);
      expect([key, text.length > 0]).toEqual([key, true]);
    }
  });

  it("tell what can be done now wherever something is refused", () => {
    const refused = keys.filter((key) => /^(errors|outcomes)\./.test(key) && !/plural/.test(textOf(key)));
    for (const key of refused) expect([key, textOf(key)]).toEqual([key, expect.stringMatching(/[.]$/)]);
  });
});

/** Whether a file says the message: by its whole key, or by the rest of it under the part that the file asks for. */
function says({ file, texts, patterns, parts }: (typeof read)[number], key: string): boolean {
  const named = [...parts, ...(partOf[file] ? [partOf[file]] : []), ""];
  return named.some((part) => {
    const rest = part === "" ? key : key.startsWith(`${part}.`) ? key.slice(part.length + 1) : null;
    return rest !== null && (texts.includes(rest) || patterns.some((pattern) => new RegExp(`^${pattern}$`).test(rest)));
  });
}

/** What a file says: its texts, those put together (as patterns), the parts it asks for, and words outside the messages. */
function readFile(file: string) {
  const found = { texts: [] as string[], patterns: [] as string[], parts: [] as string[], words: [] as string[] };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, ...inner } = node as Node;
    if (type === "TSLiteralType" || type === "ImportDeclaration") return;
    if (type === "Literal" && typeof inner.value === "string") found.texts.push(inner.value);
    if (type === "TemplateLiteral") {
      const quasis = (inner.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
      // What is nothing but values would be every key.
      if (/[\w-]\./.test(quasis[0]!)) found.patterns.push(quasis.map((quasi) => quasi.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+"));
    }
    if (type === "CallExpression" && /^(get|use)Translations$/.test(String((inner.callee as Node).name))) {
      const [part] = inner.arguments as Node[];
      if (part?.type === "Literal") found.parts.push(String(part.value));
    }
    if (type === "JSXText" && isWord(String(inner.value))) found.words.push(String(inner.value).trim());
    if (type === "JSXAttribute" && readAloud.has(String((inner.name as Node).name))) {
      const value = inner.value as Node | null;
      if (value?.type === "Literal" && isWord(String(value.value))) found.words.push(String(value.value));
    }
    Object.values(inner).forEach(visit);
  };
  visit(parseSync(file, readFileSync(file, "utf8")).program);
  return found;
}

/** Letters, unless digits show that it is the example of an ID. */
function isWord(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !/\d/.test(text);
}

function leavesOf(texts: object, path = ""): string[] {
  return Object.entries(texts).flatMap(([name, inner]) => (typeof inner === "string" ? [path + name] : leavesOf(inner as object, `${path}${name}.`)));
}

/** Permissions have dots of their own names, so a key is followed from its longest name on. */
function textOf(key: string): string {
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
  return follow(en, key) ?? "";
}
