import { fileURLToPath } from "node:url";
import { build, checkNode, generate, install } from "./setup.mjs";

const dev = process.argv.includes("--dev");
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

try {
  checkNode();
  await install();
  await generate();
  if (!dev) await build();
  const { serve } = await import("../server/serve.mjs");
  await serve({ dev });
} catch (error) {
  // Not by `console`, which writes for the log once Next is there.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
