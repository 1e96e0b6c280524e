import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { OpenDatabase } from "@/lib/database/db";

export const engines = ["sqlite", "postgresql"] as const;
export type Engine = (typeof engines)[number];

/** What a spec needs to know about the server of its project. */
export type Installation = { origin: string; databaseUrl: string; secret: string };

/** A running server, and its database. */
export type Place = Installation & { database: OpenDatabase };

export type RunningServer = Installation & {
  port: number;
  pid: number;
  /** Everything that the process has written so far. */
  log: () => string;
  /** Asks the process to end, as an operator does, and waits. Returns its exit code. */
  stop: () => Promise<number | null>;
  /** Kills the process, as kill -9 does, and waits. */
  kill: () => Promise<void>;
};

/** folder: the program's folder, if it is another copy. */
type Options = { databaseUrl: string; port?: number; secret?: string; env?: Record<string, string>; folder?: string };

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the production server in its own process, and waits until it answers. It must be built before. */
export async function startServer({ databaseUrl, port, secret, env, folder = root }: Options): Promise<RunningServer> {
  const listens = port ?? (await freePort());
  const origin = env?.STEWARD_ORIGIN ?? `http://localhost:${listens}`;
  const key = secret ?? randomBytes(32).toString("hex");
  const child = spawn(process.execPath, ["lib/server/serve.mjs"], {
    cwd: folder,
    // Nothing from the environment of the tests themselves.
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: databaseUrl,
      PORT: String(listens),
      STEWARD_ORIGIN: origin,
      STEWARD_SECRET: key,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (written += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };

  const deadline = Date.now() + 30_000;
  while (!(await answers(listens))) {
    if (child.exitCode !== null) throw new Error(`The server ended before it answered:\n${written}`);
    if (Date.now() > deadline) {
      await end("SIGKILL");
      throw new Error(`The server did not answer in 30 seconds:\n${written}`);
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return {
    origin,
    port: listens,
    pid: child.pid!,
    databaseUrl,
    secret: key,
    log: () => written,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL").then(() => undefined),
  };
}

const answers = (port: number) =>
  fetch(`http://localhost:${port}/healthz`, { redirect: "manual" }).then(
    ({ status }) => status === 200,
    () => false,
  );

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
