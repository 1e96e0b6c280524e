// `npm run bench`: measures Steward beside the software that it is built on, in the same run: see run.ts. The figures also go to
// test-results/bench.json. `-- --quick` takes fewer users and rounds; `-- --keep` makes them the figures of docs/performance.md.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../../runtime/environment.mjs";
import { build, checkNode, generate, install } from "../setup.mjs";

process.chdir(fileURLToPath(new URL("../../..", import.meta.url)));
checkNode();
await install();
await generate();
await build();
// The rounds make cursors, so they need the secret of their servers.
const environment = environmentWith({ STEWARD_SECRET: randomBytes(32).toString("hex"), NODE_ENV: "production" });
const options = ["--conditions=react-server", "--import", "tsx", "lib/tools/bench/run.ts", ...process.argv.slice(2)];
spawn(process.execPath, options, { stdio: "inherit", env: environment }).on("close", (code) => process.exit(code ?? 1));
