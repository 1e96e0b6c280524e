import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "@/lib/testing/databases";

const mark = /^\s*\/\/ @ts-expect-error (.+)$/;

it("The compiler refuses each of these for its own reason", { timeout: 60_000 }, async () => {
  const lines = readFileSync("lib/testing/type-tests/refused.ts", "utf8").split("\n");
  const wanted = lines.flatMap((line) => mark.exec(line)?.[1] ?? []);
  expect(wanted.length).toBeGreaterThan(45);
  // Without the marks the compiler gives the reason of each.
  const file = path.join(temporaryFolder(), "refused.ts");
  const plain = lines.map((line) => (mark.test(line) || line.includes('"server-only"') ? "" : line));
  writeFileSync(file, plain.join("\n"));

  const reasons = new Map((await errorsOf(file)).map(({ line, reason }) => [line, reason]));
  const results = wanted.map((what) => {
    const line = lines.findIndex((each) => mark.exec(each)?.[1] === what) + 2;
    const reason = reasons.get(line);
    reasons.delete(line);
    return `${what}\n    ${reason ?? "ACCEPTED"}`;
  });
  expect([...reasons], "errors where none is wanted").toEqual([]);
  await expect(`${results.join("\n")}\n`).toMatchFileSnapshot("refused.golden.txt");
});

/** The errors of `tsc` in this file with the project's settings: the first sentence of each, and the last, which gives the reason. */
async function errorsOf(file: string): Promise<{ line: number; reason: string }[]> {
  const settings = path.join(path.dirname(file), "tsconfig.json");
  const compilerOptions = { incremental: false, typeRoots: [path.resolve("node_modules/@types")] };
  writeFileSync(
    settings,
    JSON.stringify({
      extends: path.resolve("tsconfig.json"),
      files: [
        file,
        ...["lib/i18n/types.d.ts", "node_modules/next/image-types/global.d.ts"].map((each) => path.resolve(each)),
      ],
      include: [],
      compilerOptions,
    }),
  );
  const given = ["node_modules/typescript/bin/tsc", "--project", settings, "--pretty", "false"];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, given, { maxBuffer: 2 ** 24 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  const errors: { line: number; reasons: string[] }[] = [];
  for (const text of output.split("\n").filter(Boolean)) {
    const [, name, line, reason] = /^(.+)\((\d+),\d+\): error (TS\d+: .+)$/.exec(text) ?? [];
    if (name && path.basename(name) !== "refused.ts") throw new Error(text);
    if (reason) errors.push({ line: Number(line), reasons: [reason] });
    else errors.at(-1)!.reasons.push(text.trim());
  }
  const shorten = (reason: string) =>
    reason
      .replace(/'[^']*\{[^']*'/g, "…")
      .replace(/ Did you mean .*$/, "")
      .replace(/<[^>]* more [^>]*>/, "<…>");
  return errors.map(({ line, reasons }) => ({
    line,
    reason: [...new Set([reasons[0]!, reasons.at(-1)!].map(shorten))].join("\n    "),
  }));
}
