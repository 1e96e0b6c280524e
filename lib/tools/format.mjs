// `npm run format`: formats every file, 120 columns wide (.editorconfig).
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Files that a program writes, or writes a table into, in its own form. */
const generated = [
  "docs/operations.md",
  "docs/performance.md",
  "docs/privileges.md",
  "lib/policy.golden.md",
  "lib/tools/bench/figures.json",
  "**/former-checksums.json",
];

/** The arguments of oxfmt. With `--check` it only lists files that are not formatted, and fails if there are any. */
export const formatArguments = ["--config", "lib/tools/format.json", ".", ...generated.map((file) => `!${file}`)];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = ["node_modules/oxfmt/bin/oxfmt", ...formatArguments, ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, given, { stdio: "inherit" }).status ?? 1);
}
