// `npm run setup`: installs the packages and generates the database clients. `npm run build` builds the program too.
import { fileURLToPath } from "node:url";
import { build, checkNode, generate, install } from "./setup.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

try {
  checkNode();
  await install();
  await generate();
  if (process.argv.includes("--build")) await build();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
