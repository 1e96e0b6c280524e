// Runs the operator's commands as lib/tools/steward.mjs does.
import { execFile, type ChildProcess } from "node:child_process";
import { vi } from "vitest";
import { environmentWith } from "@/lib/runtime/environment.mjs";
import type { Engine } from "@/lib/testing/servers";

type Ran = { code: unknown; out: string; err: string };

/** Runs a command in its own process, with these settings and the tests' own. Returns its exit code and what it printed. */
export const runCommand = (name: string, settings: Record<string, string>, ...given: string[]) =>
  run(name, settings, given, () => {});

/** The same, but nobody reads its output, as after `| head -1`. */
export const runWithoutReader = (name: string, settings: Record<string, string>, ...given: string[]) =>
  run(name, settings, given, (child) => child.stdout?.destroy());

function run(
  name: string,
  settings: Record<string, string>,
  given: string[],
  began: (child: ChildProcess) => void,
): Promise<Ran> {
  const command = ["--conditions=react-server", "--import", "tsx", "lib/tools/run-command.ts", name, ...given];
  return new Promise((resolve) => {
    began(
      execFile(process.execPath, command, { env: environmentWith(settings) }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, out, err }),
      ),
    );
  });
}

/** Runs a command on this program's database: on SQLite in its own process, on PostgreSQL in this one. Only the first takes seconds. */
export const runCommandOn = ({ engine, url }: { engine: Engine; url: string }, name: string, ...given: string[]) =>
  engine === "sqlite" ? runCommand(name, { DATABASE_URL: url }, ...given) : callCommand(name, ...given);

/** Runs a command in this process, with its settings: a process of its own takes seconds. */
export async function callCommand(name: string, ...given: string[]): Promise<Ran> {
  const printed = { log: [] as unknown[], error: [] as unknown[] };
  const spies = (["log", "error"] as const).map((stream) =>
    vi.spyOn(console, stream).mockImplementation((line) => void printed[stream].push(`${line}\n`)),
  );
  try {
    const { run } = (await import(`../commands/${name}.ts`)) as { run: (given: string[]) => Promise<number> };
    const code = await run(given);
    return { code, out: printed.log.join(""), err: printed.error.join("") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
