// `npm run bench`: what a page of User management costs with ten users and with 100,000, on both engines, beside a bare
// page of Next. `-- --quick` takes fewer users and rounds. The figures also go to test-results/bench.json.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../env.mjs";
import { build, checkNode, generate, install } from "../setup.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
checkNode();
await install();
await generate();
await build();
// The rounds make cursors, so they share their servers' secret.
const environment = environmentWith({ STEWARD_SECRET: randomBytes(32).toString("hex"), NODE_ENV: "production" });
const options = ["--conditions=react-server", "--import", "tsx", "lib/bench/rounds.ts", ...process.argv.slice(2)];
spawn(process.execPath, options, { stdio: "inherit", env: environment }).on("close", (code) => process.exit(code ?? 1));
