import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { format, stripVTControlCharacters } from "node:util";
import { migrate } from "../../prisma/migrate.mjs";
import { checkEnv, env, prepareProcess } from "../runtime/env.mjs";
import { loadLanguages } from "../i18n/load-languages.mjs";
import { log } from "../runtime/log.mjs";
import { wrapHandler } from "./answer.mjs";
import { checkPort, hostsOf, isHostUnavailable, listen } from "./listen.mjs";
import { handleConnections, limitsOfConnections } from "./connections.mjs";
import { FetchRefused, refuseFetch } from "./no-fetch.mjs";
import { readPrivatePages } from "./private-pages.mjs";
import { beginShutdown, closeTasks } from "../runtime/shutdown.mjs";
import { markServerReady } from "../runtime/startup.mjs";
import { requests } from "../runtime/requests.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const secondsToFinish = 10;

/**
 * Runs Steward in this process: settings, migrations, Next, and the one server in front of it.
 * Throws an error with a sentence for the operator if it cannot start.
 *
 * @param {{ dev?: boolean }} [options]
 */
export async function serve({ dev = false } = {}) {
  process.chdir(root);
  checkEnv();
  if (env.warning) log({ level: "warning", event: "settings", message: env.warning });
  prepareProcess(dev);
  await checkPort(env.port, env.host);
  await migrate(env.databaseUrl, { called: env.databaseName });
  // Not earlier: without a valid database, no secret must be created.
  void env.secret;
  await loadLanguages({ dev });

  if (!dev) forwardNextLogs();
  refuseFetch();
  const { default: next } = await import("next");
  const server = createServer(limitsOfConnections);
  // Next adds an upgrade listener to the server that it gets. In production it gets one that nobody can reach.
  const httpServer = dev ? server : createServer();
  const app = next({ dev, dir: root, hostname: new URL(env.origin).hostname, port: env.port, httpServer });
  await app.prepare();

  // In development there is no build, and Next knows a page only after its first request.
  const isPrivate = dev ? () => false : readPrivatePages();
  const answer = wrapHandler(app.getRequestHandler(), dev, isPrivate);
  const servers = /** @type {import("node:http").Server[]} */ ([]);
  for (const host of hostsOf(env.host)) {
    const each = servers.length === 0 ? server : createServer(limitsOfConnections);
    handleConnections(each, answer);
    if (dev && each !== server) each.on("upgrade", (...given) => server.emit("upgrade", ...given));
    const failed = await listen(each, env.port, host).then(
      () => null,
      (error) => error,
    );
    if (failed && (each === server || !isHostUnavailable(failed))) throw failed;
    if (failed) continue;
    // A connection could not be accepted, for example without a free descriptor. Later ones may succeed.
    each.on("error", (error) => log({ level: "warning", event: "connection lost", error }));
    servers.push(each);
  }

  process.on("unhandledRejection", (error) => log({ event: "unhandled rejection", error }));
  process.on("uncaughtException", (error) => {
    log({ event: "uncaught exception", error });
    process.exit(1);
  });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) process.once(signal, () => stop(servers, app));

  // In development Next did this already. In production it would wait for the first request, and so would the background work.
  if (!dev) await registerWithNext();
  await markServerReady();
  if (env.secretFile) console.log(`A secret was created for this installation in ${env.secretFile}. Keep that file.`);
  console.log(`${env.brand} is ready at ${env.origin}${dev ? " (development)" : ""}`);
}

/** Makes Next call `register` of instrumentation.ts, which it does once per process. */
async function registerWithNext() {
  const { ensureInstrumentationRegistered } =
    await import("next/dist/server/lib/router-utils/instrumentation-globals.external.js");
  await ensureInstrumentationRegistered(root, ".next");
}

/** Next prints errors as lines of text. In the log each becomes one object, with the number of its request. */
function forwardNextLogs() {
  for (const [method, level] of /** @type {const} */ ([
    ["error", "error"],
    ["warn", "warning"],
  ])) {
    console[method] = (...args) => {
      // Anyone can name an action that the page does not have. That is not an error of the program.
      const asked = args.some((each) => each instanceof FetchRefused);
      log({
        level: asked ? "warning" : level,
        event: "next",
        request: requests.getStore()?.id,
        message: stripVTControlCharacters(format(...args)),
      });
    };
  }
}

/**
 * Takes no more requests, finishes those under way and the work that must end, and ends the process.
 *
 * @param {import("node:http").Server[]} servers
 * @param {{ close(): Promise<void> }} app
 */
async function stop(servers, app) {
  const late = setTimeout(() => {
    log({ level: "warning", event: "stopped", message: `Requests were cut off after ${secondsToFinish} seconds.` });
    process.exit(0);
  }, secondsToFinish * 1000);
  const idle = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 50);
  const ended = beginShutdown();
  await Promise.all([...ended, ...servers.map((server) => new Promise((resolve) => server.close(resolve)))]);
  clearInterval(idle);
  await app.close();
  // If closing fails, the state is the same as after a crash.
  await Promise.allSettled([...closeTasks].map((close) => close()));
  clearTimeout(late);
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  serve({ dev: process.argv.includes("--dev") }).catch((error) => {
    // Not with `console`, which writes to the log after Next has loaded.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
