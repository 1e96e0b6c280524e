// The operator's commands, each in a process of its own as lib/steward.mjs starts it.
import { execFile } from "node:child_process";
import { environmentWith } from "@/lib/env.mjs";

type Ran = { code: unknown; out: string; err: string };

/** Runs a command with these settings besides the tests' own, to its exit code and what it printed. */
export function runCommand(name: string, settings: Record<string, string>, ...given: string[]): Promise<Ran> {
  const command = ["--conditions=react-server", "--import", "tsx", "lib/run-command.ts", name, ...given];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: environmentWith(settings) }, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  });
}
