import "server-only";
import { readFileSync } from "node:fs";
import autocannon from "autocannon";
import { startServer } from "@/lib/testing/servers";
import { figureOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import { ask } from "@/lib/tools/bench/pages";
import type { Stage } from "@/lib/tools/bench/stage";

/** Measures the time from the start of a built server to its first page. */
export async function measureStart(stages: Stage[], rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { engine, server } of stages) {
    const times: Rounds = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const another = await startServer({ databaseUrl: server.databaseUrl, secret: server.secret });
      await ask(`${another.origin}/login`, "");
      times.push((performance.now() - start) / 1000);
      await another.stop();
    }
    figures.push(
      figureOf({ what: "start of a built server to its first page", engine, unit: "s", aim: "≤ 2 s" }, times),
    );
  }
  return figures;
}

/** Measures the memory of a separate server after many page views, beside its memory after the first ones. */
export async function measureMemory([stage]: Stage[], first: number, many: number): Promise<Figure[]> {
  const { engine, server, trials } = stage!;
  const own = await startServer({ databaseUrl: server.databaseUrl, secret: server.secret });
  const view = (amount: number) =>
    autocannon({
      url: `${own.origin}/account/users`,
      connections: 16,
      amount,
      headers: { cookie: trials.at(-1)!.cookie },
    });
  await view(first);
  const before = memoryOf(own.pid);
  await view(many - first);
  const after = memoryOf(own.pid);
  await own.stop();
  return [
    figureOf(
      { what: `memory after ${many} page views`, engine, unit: "MB", floor: `after ${first}`, aim: "≤ 1.2" },
      [after],
      [before],
    ),
  ];
}

/** The resident memory of the process, in MB; NaN if the system does not report it. */
function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1000;
}
