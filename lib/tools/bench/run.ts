import "server-only";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { measureBytes, measureFirstVisit } from "@/lib/tools/bench/bytes";
import { measureChanges } from "@/lib/tools/bench/changes";
import type { Figure } from "@/lib/tools/bench/figures";
import { measureIdentities } from "@/lib/tools/bench/identities";
import { measurePages, measureThroughput } from "@/lib/tools/bench/pages";
import { measureQueries } from "@/lib/tools/bench/queries";
import { measureProcessor } from "@/lib/tools/bench/processor";
import { measureMemory, measureStart } from "@/lib/tools/bench/server-process";
import { measureSignIns, measureTurns } from "@/lib/tools/bench/sign-ins";
import { setStages } from "@/lib/tools/bench/stage";
import { benchTable } from "@/lib/tools/bench/table.mjs";

/** The plan of a run: how much is measured, and how often. A quick run takes under three minutes, and proves nothing. */
const quick = process.argv.includes("--quick");
const plan = quick
  ? { many: 5000, rounds: 3, requests: 2, users: 1, seconds: 2, samples: 6, views: [100, 500] as const }
  : { many: 100_000, rounds: 7, requests: 8, users: 3, seconds: 6, samples: 200, views: [1000, 20_000] as const };

// In an account of 1,000 users every list below fills a page of 25 rows, as among many (3 of 100 are removed). With ten users none does.
const sizes = [10, 1000, plan.many];

const { stages, bare, end } = await setStages(sizes);
const steps: (() => Promise<Figure[]>)[] = [
  () => measureFirstVisit(stages, bare.url),
  () => measureBytes(stages),
  () => measureProcessor(stages, bare, plan.rounds, plan.requests * 25),
  () => measurePages(stages, bare.url, plan.rounds, plan.requests),
  () => measureQueries(stages, plan.rounds, 5 * plan.requests),
  () => measureThroughput(stages, bare.url, quick ? 2 : 5, plan.seconds),
  () => measureChanges(stages, quick ? 2 : 5, plan.users),
  () => measureSignIns(stages, quick ? 1 : 5, plan.seconds),
  () => measureTurns(stages, quick ? 3 : 15),
  () => measureIdentities(stages, plan.samples),
  () => measureStart(stages, quick ? 2 : 5),
  () => measureMemory(stages, plan.views[0], plan.views[1]),
];
try {
  const figures: Figure[] = [];
  for (const step of steps) figures.push(...(await step()));
  const [processor] = cpus();
  const machine = `${availableParallelism()} × ${processor?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;
  const bench = { at: new Date().toISOString().slice(0, 10), machine, quick, sizes, figures };
  console.log(`\n${benchTable(bench)}`);
  mkdirSync("test-results", { recursive: true });
  writeFileSync("test-results/bench.json", `${JSON.stringify(bench, null, 2)}\n`);
  // `npm run docs` writes the table of docs/performance.md from these.
  if (process.argv.includes("--keep")) {
    const file = "lib/tools/bench/figures.json";
    const [major = ""] = process.versions.node.split(".");
    const kept = { ...JSON.parse(readFileSync(file, "utf8")), [major]: bench };
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  }
} catch (error) {
  console.error(error);
  for (const { server } of stages) console.error(server.log().split("\n").slice(-5).join("\n"));
  process.exitCode = 1;
}
await end();
// The test server of PostgreSQL would end the process with 0, even after a failure.
process.exit(process.exitCode ?? 0);
