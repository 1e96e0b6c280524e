import { fileURLToPath } from "node:url";
import { build, checkNode, generate, install, recommendNode } from "./setup.mjs";

const dev = process.argv.includes("--dev");
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

try {
  checkNode();
  recommendNode();
  await install();
  // Before the build, which takes half a minute and fails on a malformed setting. It needs a package, to read email addresses.
  const { checkEnv } = await import("../runtime/env.mjs");
  checkEnv();
  await generate();
  if (!dev) await build();
  const { serve } = await import("../server/serve.mjs");
  await serve({ dev });
} catch (error) {
  // Not `console`: it writes to the log once Next is loaded.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
