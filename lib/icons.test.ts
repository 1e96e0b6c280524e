import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { drawGlyphs } from "@/lib/icons.mjs";

it("The icons are as Lucide draws them: else run `npm run icons`", async () => {
  expect(readFileSync("components/ui/glyphs.ts", "utf8")).toBe(await drawGlyphs());
});
