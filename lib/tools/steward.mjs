// The operator's commands: `npm run steward -- <command>` runs lib/commands/<command>.ts.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkNode, generate, install } from "./setup.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const [command = "", ...given] = process.argv.slice(2);
const commands = readdirSync("lib/commands")
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .toSorted();

if (!commands.includes(command)) {
  const asked = ["", "help", "--help", "-h"].includes(command);
  console[asked ? "log" : "error"](`${asked ? "" : `There is no command ${JSON.stringify(command)}. `}The commands are:`);
  for (const name of commands) console[asked ? "log" : "error"](`  ${usageOf(name)}`);
  process.exit(asked ? 0 : 1);
}

/** How a command is called: its file says so in `usage`, which is read and not run, as no package may be there yet. @param {string} name */
function usageOf(name) {
  const usage = readFileSync(`lib/commands/${name}.ts`, "utf8").match(/^const usage = `([^`]+)`/m);
  return usage?.[1] ?? `npm run steward -- ${name}`;
}

try {
  checkNode();
  await install();
  await generate();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

// With this condition `server-only` is an empty module, as it is for Next's server.
const options = ["--conditions=react-server", "--import", "tsx", "lib/tools/run-command.ts", command, ...given];
const child = spawn(process.execPath, options, { stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("close", (code) => process.exit(code ?? 1));
