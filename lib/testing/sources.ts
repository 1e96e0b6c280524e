import "server-only";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "vite";

/** Reads the program's own sources, for the tests of its texts: which texts each file uses, and where. */

/** The texts and imports of one file. */
export type Source = {
  file: string;
  /** It begins with "use client". */
  client: boolean;
  /** Every literal text, including keys of messages. */
  texts: string[];
  /** Composed texts, as patterns. */
  patterns: string[];
  /** The sections of the messages that it asks for by name. */
  sections: string[];
  /** It asks for keys of all sections. */
  asksForAll: boolean;
  /** It shows why a person may not do something. */
  usesWithheld: boolean;
  /** The parts of the texts that it sends to the browser, and those for what loads later. */
  sends: string[];
  sendsLate: string[];
  /** It draws what it imports later inside those texts. */
  drawsLateTexts: boolean;
  /** Words for a person outside the messages. */
  words: string[];
  /** The files that it imports, without types. */
  imports: string[];
  /** The files that it imports later, when they are needed. */
  late: string[];
};

type Node = { type: string; [part: string]: unknown };

/** Attributes and props that a person reads or hears. */
const readAloud = new Set([
  ..."aria-label aria-description aria-roledescription aria-valuetext title placeholder alt label".split(" "),
  ..."text hint heading description subtitle submitLabel cancelLabel closeLabel".split(" "),
]);

/** The sources of the program, without tests and tools. */
export function programSources(): Source[] {
  const files = ["app", "components", "lib"].flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .filter((name) => /\.(tsx?|mjs)$/.test(name) && !notOurs.test(name)),
  );
  return files.map((file) => readSource(file, readFileSync(file, "utf8")));
}

const notOurs = /\.(test|d|config)\.tsx?$|^lib\/(i18n\/messages|testing|demo|tools)\//;

/** Reads the texts and imports of a source. */
export function readSource(file: string, source: string): Source {
  const program = parseSync(file, source).program as unknown as Node & { body: Node[] };
  const found: Source = {
    file,
    client: program.body.some((statement) => statement.directive === "use client"),
    texts: [],
    patterns: [],
    sections: [],
    asksForAll: false,
    usesWithheld: source.includes("withheldKey("),
    sends: [],
    sendsLate: [],
    drawsLateTexts: source.includes("<LateTexts>"),
    words: [],
    imports: [],
    late: [],
  };
  // Only screens have words. A sentence in lib is for the operator, or a key.
  const onScreen = /^(app|components)\//.test(file);
  const addWord = (text: unknown, isIt = isWord) =>
    onScreen && typeof text === "string" && isIt(text) && found.words.push(text.trim());

  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, ...inner } = node as Node;
    switch (type) {
      case "TSLiteralType":
        return;
      case "ImportDeclaration":
        if (inner.importKind !== "type") found.imports.push(placeOf(file, (inner.source as Node).value as string));
        return;
      case "ImportExpression":
        found.late.push(placeOf(file, String((inner.source as Node).value)));
        return;
      case "Literal":
        if (typeof inner.value === "string") found.texts.push(inner.value);
        addWord(inner.value, isSentence);
        break;
      case "TemplateLiteral": {
        const quasis = (inner.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
        // A template of values only would match every key.
        if (/[\w-]\./.test(quasis[0]!)) found.patterns.push(quasis.map(escaped).join(".+"));
        // A colon has its own space in each language.
        for (const quasi of quasis) addWord(quasi, (text) => isSentence(text) || text.endsWith(": "));
        break;
      }
      case "NewExpression":
        // The message of an Error is for developers.
        if ((inner.callee as Node).name === "Error") return;
        break;
      case "CallExpression":
        if (/^(get|use)Translations$/.test(String((inner.callee as Node).name))) {
          const [section] = inner.arguments as Node[];
          if (section?.type === "Literal") found.sections.push(String(section.value));
          else found.asksForAll = true;
        }
        break;
      case "JSXText":
        addWord(inner.value);
        break;
      case "JSXAttribute": {
        const [name, value] = [String((inner.name as Node).name), inner.value as Node | null];
        if (readAloud.has(name) && value?.type === "Literal") addWord(value.value);
        if (name === "of" && value?.type === "Literal") found.sends.push(String(value.value));
        if (name === "late" && value?.type === "Literal") found.sendsLate.push(String(value.value));
        break;
      }
      case "Property": {
        const [key, value] = [inner.key as Node, inner.value as Node];
        if (readAloud.has(String(key.name ?? key.value)) && value.type === "Literal") addWord(value.value);
        break;
      }
    }
    Object.values(inner).forEach(visit);
  };
  visit(program.body);
  return { ...found, words: [...new Set(found.words)] };
}

/** Whether a text has letters, and no digits as in the example of an ID. */
const isWord = (text: string) => /\p{L}{2}/u.test(text) && !/\d/.test(text);

/** Whether a text has two words or more and starts with a capital: so it is no name, style or path. */
const isSentence = (text: string) => /^\s*\p{Lu}[\p{L}’'-]* [^<>{}=]*\p{L}{2}/u.test(text);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The file of an import, if it belongs to the project. */
function placeOf(file: string, name: string): string {
  const place = name.startsWith("@/")
    ? name.slice(2)
    : name.startsWith(".")
      ? join(dirname(file), name).replaceAll("\\", "/")
      : "";
  return (
    ["", ".ts", ".tsx"]
      .map((ending) => place + ending)
      .find((candidate) => place && /\.\w+$/.test(candidate) && existsSync(candidate)) ?? name
  );
}
