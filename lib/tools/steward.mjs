// The operator's commands: `npm run steward -- <command>` runs lib/commands/<command>.ts.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { setImmediate as written } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { outlivePipes } from "../runtime/pipes.mjs";
import { checkNode, generate, install } from "./setup.mjs";

outlivePipes();
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const [command = "", ...given] = process.argv.slice(2);
const commands = readdirSync("lib/commands")
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .toSorted();

if (!commands.includes(command)) {
  const asked = ["", "help", "--help", "-h"].includes(command);
  if (!asked) console.error(`There is no command ${JSON.stringify(command)}.`);
  const list = commands
    .map((name) => `  ${textOf(name, "about")}\n${textOf(name, "usage").replaceAll(/^/gm, "    ")}`)
    .join("\n\n");
  console[asked ? "log" : "error"](`The commands are:\n\n${list}\n\nAdd --help to a command to see its options.`);
  await written();
  process.exit(asked ? 0 : 1);
}
if (given[0] === "help" || given.some((each) => each === "--help" || each === "-h")) {
  console.log(
    `${textOf(command, "about")}\n\n${textOf(command, "usage").replaceAll(/^/gm, "  ")}\n${textOf(command, "details").replaceAll(/^(?=.)/gm, "  ")}`,
  );
  await written();
  process.exit(0);
}

/**
 * Reads a command's description from its file. It does not run the file, because no package may be installed yet.
 *
 * @param {string} name
 * @param {"about" | "usage" | "details"} part its purpose, its usage or its options
 */
function textOf(name, part) {
  const text = readFileSync(`lib/commands/${name}.ts`, "utf8").match(
    new RegExp(`^export const ${part} = \`([^\`]+)\``, "m"),
  );
  return text?.[1] ?? "";
}

try {
  checkNode();
  await install();
  await generate();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

// With this condition, `server-only` is an empty module, as in Next's server.
const options = ["--conditions=react-server", "--import", "tsx", "lib/tools/run-command.ts", command, ...given];
const child = spawn(process.execPath, options, { stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => child.kill(signal));
child.on("close", (code) => process.exit(code ?? 1));
