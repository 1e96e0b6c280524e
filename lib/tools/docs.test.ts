import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en.mjs";
import * as policy from "@/lib/policy";
import { settings } from "@/lib/runtime/env.mjs";
import { ofTests } from "@/lib/runtime/environment.mjs";
import bench from "@/lib/tools/bench/figures.json";
import { tablesOf, withTable } from "@/lib/tools/docs.mjs";
import { scripts } from "@/package.json";

const tables = tablesOf(policy, en, bench);

describe.each(Object.entries(tables))("The table of %s", (name, content) => {
  const empty = `a\n<!-- ${name} -->\nstale\n<!-- /${name} -->\nc\n`;

  it("is current: if not, run `npm run docs`", () => {
    const document = readFileSync(content.file, "utf8");
    expect(document).toBe(withTable(document, name, content));
  });

  it("replaces only what is in its place, and once", () => {
    const written = withTable(empty, name, content);
    expect(written).toBe(`a\n<!-- ${name} -->\n\n${content.table}\n\n<!-- /${name} -->\nc\n`);
    expect(withTable(written, name, content)).toBe(written);
  });

  it.each([
    ["is missing", "a"],
    ["is open", `a\n<!-- ${name} -->\n`],
    ["exists twice", empty + empty],
    ["is closed first", `<!-- /${name} -->\n<!-- ${name} -->\n`],
  ])("is refused by name if its place %s", (_, document) => {
    expect(() => withTable(document, name, content)).toThrow(`${content.file} needs <!-- ${name} -->`);
  });
});

it("The tables have a row for each permission inside an account and for each setting", () => {
  const { table } = tables.privileges;
  expect(table).toContain("| Add a user | – | – | yes | yes | for an Administrator |\n");
  expect(table).toContain("| Change the account’s general information | – | yes | yes | yes | – |\n");
  expect(table).toContain("| Generate backup codes | yes | yes | yes | yes | always |\n");
  for (const outside of ["Create an account for a customer", "Send the emails that are waiting"])
    expect(table).not.toContain(outside);
  for (const { name } of settings) expect(tables.settings.table).toContain(`| \`${name}\` | `);
});

type Document = { file: string; text: string };

const documents: Document[] = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)]
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

/** Each match of the pattern's first group in a document, with the document's name. */
const named = (pattern: RegExp) =>
  documents.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, name = ""]) => ({ file, name })));

describe("The documents", () => {
  it("begin with a README of at most 8 kB", () => {
    expect(statSync("README.md").size).toBeLessThanOrEqual(8 * 1024);
  });

  it("link only to files and headings that exist", () => {
    const links = named(/\]\(([^\s)]+)\)/g).filter(({ name }) => !/^https?:/.test(name));
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ file, name }) => !isTarget(file, name))).toEqual([]);
  });

  it("show every picture, each below 150 kB", () => {
    const shown = named(/!\[[^\]]+\]\(([^)]+)\)/g).map(({ file, name }) => join(dirname(file), name));
    const pictures = readdirSync("docs/pictures").map((name) => join("docs/pictures", name));
    expect([...new Set(shown)].toSorted()).toEqual(pictures.toSorted());
    expect(pictures.filter((picture) => statSync(picture).size > 150_000)).toEqual([]);
  });

  it("name only files, settings and scripts that exist", () => {
    const files = named(/(?<![\w/.-])((?:app|components|docs|e2e|lib|prisma)\/(?:[\w./-]|\([\w-]+\)|\[[\w.]+\])*\w)/g);
    expect(files.filter(({ name }) => !isFile(name))).toEqual([]);
    const known = new Set<string>([...settings.map(({ name }) => name), ...ofTests]);
    expect(named(/\b(STEWARD_[A-Z_]*[A-Z])\b/g).filter(({ name }) => !known.has(name))).toEqual([]);
    expect(named(/\bnpm run (?:-s )?([\w:]+)/g).filter(({ name }) => !(name in scripts))).toEqual([]);
  });

  it("name only operator commands that explain themselves", async () => {
    const commands = named(/(?:steward --|steward\.mjs) ([a-z][\w-]*(?: [a-z]+)?)/g).filter(
      ({ name }) => name !== "help",
    );
    const names = [...new Set(commands.map(({ name }) => name.split(" ")[0]!))];
    const helps = await Promise.all(names.map(async (name) => [name, await helpOf(name)] as const));
    const list = await helpOf();
    expect(names).toContain("log");
    for (const [name, help] of helps) {
      expect(list).toContain(`npm run steward -- ${name} `);
      const wrong = commands.filter(({ name: asked }) => asked.startsWith(`${name} `) && !help.includes(`-- ${asked}`));
      expect(wrong).toEqual([]);
    }
  });

  it("name only tests that exist", () => {
    const tests = [
      ...readFileSync("docs/security.md", "utf8").matchAll(/\[`([^`]+)`\]\([^)]+\): (.+?)(?=<br>| +\|\n)/g),
    ];
    expect(tests.length).toBeGreaterThan(50);
    const missing = tests.filter(([, file, title]) => {
      const source = readFileSync(file!, "utf8");
      return !title!.split("…").every((part) => source.includes(part.trim()));
    });
    expect(missing.map(([, file, title]) => `${file}: ${title}`)).toEqual([]);
  });

  it("copy a database so that only its owner can read it", () => {
    const copies = named(/`([^`\n]*(?:sqlite3|pg_dump) [^`\n]*)`/g);
    expect(copies.length).toBeGreaterThan(1);
    expect(copies.filter(({ name }) => !name.startsWith("umask 077; "))).toEqual([]);
  });
});

function isTarget(from: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const file = path ? join(dirname(from), path) : from;
  if (!existsSync(file)) return false;
  return anchor === undefined || headingsOf(readFileSync(file, "utf8")).includes(anchor);
}

/** Whether there is such a file. A name without its end, as imports and vitest take it, is enough. */
function isFile(name: string): boolean {
  if (existsSync(name) || basename(name).includes(".")) return existsSync(name);
  return existsSync(dirname(name)) && readdirSync(dirname(name)).some((each) => each.startsWith(basename(name)));
}

/** The anchors of a document's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  const outsideCode = text.replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...outsideCode.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const run = promisify(execFile);

/** What a command prints about itself; without a name, the list of commands. */
async function helpOf(name?: string): Promise<string> {
  return (await run(process.execPath, ["lib/tools/steward.mjs", ...(name ? [name] : []), "--help"])).stdout;
}
