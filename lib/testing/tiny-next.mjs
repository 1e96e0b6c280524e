// A small Next application, built and served alone: what Next does without Steward.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../runtime/environment.mjs";
import { readBody, replayRequest } from "../server/body.mjs";

const layout = `export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n`;

/**
 * Builds an application in a folder inside the project, and uses the project's packages.
 *
 * @param {string} folder is emptied first
 * @param {Record<string, string>} files below `app`, by their names
 * @param {object} [config] of Next, besides the project's folder
 */
export async function buildTiny(folder, files, config = {}) {
  rmSync(folder, { recursive: true, force: true });
  const root = resolve(".");
  const whole = { ...config, turbopack: { root }, outputFileTracingRoot: root };
  const all = {
    "package.json": JSON.stringify({ name: "tiny", private: true, type: "module" }),
    "next.config.js": `export default ${JSON.stringify(whole)};\n`,
    // Otherwise Next would find Steward's file, and this server would do its background work.
    "instrumentation.js": "export function register() {}\n",
    "app/layout.jsx": layout,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`app/${name}`, text])),
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const built = spawn(process.execPath, [resolve("node_modules/next/dist/bin/next"), "build"], {
    cwd: folder,
    env: environmentWith({ NODE_ENV: "production" }),
  });
  let output = "";
  for (const stream of [built.stdout, built.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((end) => built.on("close", end));
  if (code !== 0) throw new Error(`The tiny application could not be built:\n${output}`);
}

/**
 * How Next answered one request: which methods of the answer it called, in which order, and with which arguments.
 *
 * @typedef {{ method: "writeHead" | "write" | "end", status?: number, headers?: "none" | "object" | "other", chunk?: "none" | "bytes" | "text" }} Call
 * @typedef {{ status: number, headers: Headers, text: string, type: string } & Watched} Answer
 *
 * @typedef {object} Watched
 * @property {Call[]} calls
 * @property {string} written everything that was passed to write and end
 * @property {string[]} before the names of the headers at the time when the head was sent
 * @property {number} fetched how often Next fetched something during the request
 */

/**
 * Serves a built application in its own process, with each request as lib/server/body.mjs replays it.
 *
 * @param {string} folder
 */
export async function serveTiny(folder) {
  const env = environmentWith({ NODE_ENV: "production", VITEST: undefined, NODE_OPTIONS: undefined });
  const child = fork(fileURLToPath(import.meta.url), [folder], { env, execArgv: [], silent: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`The tiny application ended:\n${output}`)));
  ended.catch(() => {});
  const next = async () => (await Promise.race([once(child, "message"), ended]))[0];
  const { port } = await next();
  return {
    end: () => void child.kill(),
    /** @param {string} path @param {RequestInit} [init] @returns {Promise<Answer>} */
    ask: async (path, init) => {
      const record = next();
      const headers = { "accept-encoding": "identity", ...Object.fromEntries(new Headers(init?.headers)) };
      const answer = await fetch(`http://localhost:${port}${path}`, { redirect: "manual", ...init, headers });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        type: answer.headers.get("content-type") ?? "",
        text,
        ...(await record),
      };
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let fetched = 0;
  const { fetch } = globalThis;
  globalThis.fetch = (...given) => (fetched++, fetch(...given));
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: process.argv[2], hostname: "localhost", port: 0, httpServer: createServer() });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer(async (req, res) => {
    const headers = { ...req.headers };
    // A page of the application can change them while it is drawn.
    Object.assign(globalThis, { headersUnderWay: headers });
    const recorded = watched(res);
    fetched = 0;
    res.on("close", () => process.send?.({ ...recorded(), fetched }));
    await handle(replayRequest(req, headers, (await readBody(req)) ?? Buffer.alloc(0)), res);
  });
  server.listen(0, "localhost", () =>
    process.send?.({ port: /** @type {import("node:net").AddressInfo} */ (server.address()).port }),
  );
}

/** Records the calls of an answer's methods, as lib/server/finalize-response.mjs replaces them. @param {import("node:http").ServerResponse} res */
function watched(res) {
  const [writeHead, write, end] = [res.writeHead.bind(res), res.write.bind(res), res.end.bind(res)];
  const calls = /** @type {Call[]} */ ([]);
  const pieces = /** @type {Buffer[]} */ ([]);
  let before = /** @type {string[]} */ ([]);
  /** @param {unknown} chunk */
  const savePiece = (chunk) => {
    if (typeof chunk === "string" || chunk instanceof Uint8Array)
      pieces.push(Buffer.from(/** @type {string} */ (chunk)));
    return typeof chunk === "string" ? "text" : chunk instanceof Uint8Array ? "bytes" : "none";
  };
  Object.assign(res, {
    /** @param {number} status @param {unknown[]} rest */
    writeHead: (status, ...rest) => {
      const given = rest.find((part) => typeof part === "object" && part);
      calls.push({
        method: "writeHead",
        status,
        headers: given === undefined ? "none" : Array.isArray(given) ? "other" : "object",
      });
      before = res.getHeaderNames();
      return writeHead(status, .../** @type {[]} */ (rest));
    },
    /** @param {Parameters<typeof write>} given */
    write: (...given) => {
      calls.push({ method: "write", chunk: /** @type {"none"} */ (savePiece(given[0])) });
      return write(...given);
    },
    /** @param {Parameters<typeof end>} given */
    end: (...given) => {
      calls.push({ method: "end", chunk: /** @type {"none"} */ (savePiece(given[0])) });
      return end(...given);
    },
  });
  return () => ({ calls, written: Buffer.concat(pieces).toString(), before });
}
