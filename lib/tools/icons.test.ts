import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("The icons are current: if not, run `npm run icons`", () => {
  // Lucide's modules need the browser's React, which tests of the server do not have.
  const draw = 'const { drawIcons } = await import("./lib/tools/icons.mjs"); process.stdout.write(await drawIcons());';
  const drawn = execFileSync(process.execPath, ["--input-type=module", "--eval", draw], { encoding: "utf8" });
  expect(readFileSync("components/ui/icons.svg", "utf8")).toBe(drawn);
});
