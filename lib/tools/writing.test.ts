import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

/** Words that readers stumble over: docs/writing.md explains them. Each has what to write instead. */
const refused: [words: RegExp, instead: string][] = [
  [/who(m|so)?ever\b/, "name the person: the user, the visitor, the operator"],
  [/somebody\b|anybody\b/, "a person, a user, anyone; or name them"],
  [/anew\b/, "again"],
  [/what(so)?ever\b/, "any, every; or leave it out"],
  [/nothing but\b|nobody but\b|none but\b/, "only"],
  [/the first first\b/, "in order"],
  [/(is|are|was|were) owed\b/, "must still"],
  [/(has|have|had) it not\b/, "does not have it"],
  [/in the meantime\b/, "meanwhile; or say during what"],
  [/comes? to the same\b|came to the same\b/, "has the same result"],
  [/what (it|they|he|she|this|that|an? \w+|the \w+) (comes?|came) to\b/, "the result"],
  [/by (itself|themselves)\b/, "automatically, alone, on its own"],
  [/of one's own\b/, "its own, their own"],
  [/everybody\b/, "everyone; or name them"],
  [/alike\b/, "in the same way, the same"],
  [/all the same\b/, "nevertheless; or leave it out"],
  [/of before\b/, "earlier, older"],
  [/com(e|es|ing) to an end\b|came to an end\b/, "ends"],
  [/(sign|signs|signed|signing)(-| )(ins?|out)\b/, "log in, log-in, log out"],
  [/(whence|thereof|therein|hitherto|henceforth)\b/, "say it in today's words"],
  [/e-mails?\b/, "email"],
];

/** A blank between two words may also be a line break in a comment. */
const acrossLines = ({ source }: RegExp) => source.replaceAll(" ", "(?:[\\s*/]|--)+");

const anyRefused = new RegExp(`(?<![\\w/-])(?:${refused.map(([words]) => acrossLines(words)).join("|")})`, "gi");

/** Names in code marks, keys of messages, and labels that the product's description fixes. They are not searched. */
const fixed = [/`[^`\n]*`/g, /^ *"[\w.-]+":/gm, /\bCopy sign-in instructions\b/g];

/** The folders with the project's sources. */
const folders = ["app", "components", "docs", "e2e", "lib", "prisma"];

/** Generated code. */
const notSearched = /^prisma\/generated\//;

/** This file and docs/writing.md name the words. French is not searched. Golden files repeat names of the code and texts of en.mjs. */
const exempt = /^(lib\/tools\/writing\.test\.ts|docs\/writing\.md|lib\/i18n\/messages\/fr\.mjs)$|\.golden\.md$/;

function files(): string[] {
  const within = folders.flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[]).map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  const roots = readdirSync(".").filter((name) =>
    /^(README\.md|next\.config\.js|prisma\.config\.ts|instrumentation.*\.ts)$/.test(name),
  );
  const searched = (file: string) =>
    /\.(md|tsx?|mjs|js|css|prisma|sql)$/.test(file) && !notSearched.test(file) && !exempt.test(file);
  return [...roots, ...within].filter(searched);
}

type Range = [from: number, to: number];
type Node = { type: string; start: number; end: number; [part: string]: unknown };

/** The comments of files that are not JavaScript. Those of SQL are on adjacent lines. */
const commentsOf: Record<string, RegExp> = {
  ".css": /\/\*[\s\S]*?\*\//g,
  ".prisma": /\/\/.*/g,
  ".sql": /--.*(\n *--.*)*/g,
};

/** The parts of a file that are for readers: everything in documents and messages, and the comments of a source. */
function readable(file: string, source: string): Range[] {
  if (file.endsWith(".md") || file === "lib/i18n/messages/en.mjs") return [[0, source.length]];
  const comments = commentsOf[/\.\w+$/.exec(file)![0]];
  if (!comments) return commentsAndNames(file, source);
  return [...source.matchAll(comments)].map(({ 0: text, index }) => [index, index + text.length]);
}

/** The comments of a source, and the names of its tests. */
function commentsAndNames(file: string, source: string): Range[] {
  const { comments, program } = parseSync(file, source);
  const ranges = comments.map(({ start, end }): Range => [start, end]);
  if (!/\.(test|spec)\.tsx?$/.test(file)) return ranges;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, callee, arguments: given, ...rest } = node as Node;
    const [name] = (given ?? []) as Node[];
    const isTest =
      type === "CallExpression" &&
      /^(it|test|describe)\b/.test(source.slice((callee as Node).start, (callee as Node).end));
    if (isTest && name) ranges.push([name.start, name.end]);
    visit([callee, given, Object.values(rest)]);
  };
  visit(program.body);
  return ranges.toSorted(([one], [other]) => one - other);
}

/** Each refused word of a file, with its line. */
function found(file: string, source: string): string[] {
  return readable(file, source).flatMap(([from, to]) => {
    const text = fixed.reduce(
      (rest, label) => rest.replace(label, (match) => " ".repeat(match.length)),
      source.slice(from, to),
    );
    return [...text.matchAll(anyRefused)].map(({ 0: words, index }) => {
      const instead = refused.find(([each]) => new RegExp(`^(?:${acrossLines(each)})`, "i").test(words))![1];
      return `${file}:${source.slice(0, from + index).split("\n").length} “${words.replaceAll(/(?:[\s*/]|--)+/g, " ")}”: write ${instead}`;
    });
  });
}

describe("The writing", () => {
  it("has no words that docs/writing.md refuses", () => {
    expect(files().flatMap((file) => found(file, readFileSync(file, "utf8")))).toEqual([]);
  });

  it("is searched in documents, comments and names of tests, and not in code", () => {
    const source = `const whoever = "somebody";
// Done anew.
it.each([1])("%s is nothing but a name", () => {});
/* Two lines, by
 * itself. */
const a = "alike";
`;
    expect(found("lib/a.test.ts", source).map((line) => line.split(": write")[0])).toEqual([
      "lib/a.test.ts:2 “anew”",
      "lib/a.test.ts:3 “nothing but”",
      "lib/a.test.ts:4 “by itself”",
    ]);
    expect(found("lib/a.ts", source)).toHaveLength(2);
    expect(found("docs/a.md", source)).toHaveLength(6);
    const script = `SELECT 'whoever'; -- Done anew.\n  -- This is nothing\n  -- but a comment.\n`;
    expect(found("prisma/migrations/a.sql", script).map((line) => line.split(": write")[0])).toEqual([
      "prisma/migrations/a.sql:1 “anew”",
      "prisma/migrations/a.sql:2 “nothing but”",
    ]);
    expect(found("docs/a.md", "A `whoever` in code marks, lib/domain/sign-ins/store.ts, isForAnyUser")).toEqual([]);
  });
});
