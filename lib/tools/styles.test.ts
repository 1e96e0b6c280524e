import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { compile } from "tailwindcss";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

const globals = "app/globals.css";
const filesIn = (folder: string, end: RegExp) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((file) => end.test(file));
const textOf = (file: string) => readFileSync(file, "utf8");

const sheets = filesIn("app", /\.css$/);
const components = ["app", "components"]
  .flatMap((folder) => filesIn(folder, /\.tsx?$/))
  .filter((file) => !/\.test\.tsx?$/.test(file));

/** The classes that selectors name. */
function classesIn(css: string): Set<string> {
  const selectors =
    css
      .replaceAll(/\/\*.*?\*\//gs, "")
      .replaceAll(/(?<!\\)(["']).*?(?<!\\)\1/g, "")
      .match(/[^;{}]+(?=\{)/g) ?? [];
  const names = selectors
    .filter((selector) => !selector.trim().startsWith("@"))
    .flatMap((selector) => selector.match(/\.(?:\\.|[\w-])+/g) ?? []);
  return new Set(names.map((name) => name.slice(1).replaceAll("\\", "")));
}

const own = classesIn(sheets.map(textOf).join("\n"));

describe("The style sheets", () => {
  it("stay few and short: most of what an element looks like stands with the element", () => {
    expect(sheets.length).toBeLessThanOrEqual(8);
    const lines = sheets.map((sheet) => textOf(sheet).trimEnd().split("\n").length);
    expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(1200);
  });

  it("name classes in words, not in letters", () => {
    expect([...own].filter((name) => name.length <= 3)).toEqual([]);
  });

  it("name no class that nothing has", () => {
    const code = components.map(textOf).join("\n");
    const isUsed = (name: string) => new RegExp(`["'\`\\s]${name}["'\`\\s]`).test(code);
    expect([...own].filter((name) => !isUsed(name))).toEqual([]);
  });
});

type Node = { type: string; value?: unknown; [part: string]: unknown };

/** The texts in the code below a node. */
function textsIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, value } = node as Node;
  if (type === "Literal") return typeof value === "string" ? [value] : [];
  if (type === "TemplateElement") return [(value as { cooked: string }).cooked];
  if (type === "BinaryExpression") return [];
  return Object.values(node).flatMap(textsIn);
}

/** The texts of all attributes for classes, and of all calls of `classes`. */
function classTextsIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, name, value, callee, arguments: given } = node as Node & Record<"name" | "callee", { name?: string }>;
  if (type === "JSXAttribute" && /class(name)?$/i.test(String(name.name))) return textsIn(value);
  if (type === "CallExpression" && callee.name === "classes") return textsIn(given);
  return Object.values(node).flatMap(classTextsIn);
}

it("Each class of an element has a rule", async () => {
  const used = components.flatMap((file) => {
    const texts = classTextsIn(parseSync(file, textOf(file)).program);
    return texts.flatMap((text) => text.split(/\s+/)).filter(Boolean);
  });
  const { build } = await compile(textOf(globals), {
    base: dirname(globals),
    loadStylesheet: async (id, base) => {
      const path = id.startsWith(".") ? resolve(base, id) : resolve("node_modules", id);
      return { path, base: dirname(path), content: id.startsWith("@fontsource") ? "" : textOf(path) };
    },
  });
  const ruled = classesIn(build(used));
  expect([...new Set(used)].filter((name) => !ruled.has(name))).toEqual([]);
});
