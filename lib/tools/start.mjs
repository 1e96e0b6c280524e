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
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
