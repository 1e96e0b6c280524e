import "server-only";
import { readFileSync } from "node:fs";
import { figureOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import { ask } from "@/lib/tools/bench/pages";
import type { Bare, Stage } from "@/lib/tools/bench/stage";

/** A request to a server: `status` is what it answers, `times` how often a round sends it. */
type Target = { url: string; pid: number; cookie: string; status: number; times: number; rounds: Rounds };

const warming = 300;

/** Newer lines of Node spend less on our part of a page than on the bare page. */
const aimOfPage = Number.parseInt(process.versions.node, 10) >= 26 ? "≤ 2.2" : "≤ 2.8";

/**
 * Measures the processor time of a server for one request at a time, beside the bare page's. Other load on the computer does not count, unlike
 * in a latency. Rounds go through the requests in turn, every second one backwards.
 */
export async function measureProcessor(
  stages: Stage[],
  bare: Bare,
  rounds: number,
  requests: number,
): Promise<Figure[]> {
  const floor: Target = { ...bare, cookie: "", status: 200, times: requests, rounds: [] };
  const measured = stages.flatMap(({ engine, server, trials }) => {
    const { cookie } = trials.at(-1)!;
    const to = (path: string, sent = cookie, status = 200, times = requests): Target => ({
      url: `${server.origin}${path}`,
      pid: server.pid,
      cookie: sent,
      status,
      times,
      rounds: [],
    });
    return [
      { engine, what: "User management, 25 rows", aim: aimOfPage, target: to("/account/users") },
      // The account has no services.
      { engine, what: "an empty panel page", aim: "≤ 1.4", target: to("/services") },
      { engine, what: "/login", aim: "≤ 1.8", target: to("/login", "") },
      // The system counts in hundredths of a second, so a cheap request needs more of them.
      {
        engine,
        what: "a private page, logged out",
        aim: "≤ 0.5",
        target: to("/account/users", "", 307, 10 * requests),
      },
    ];
  });
  const all = [floor, ...measured.map(({ target }) => target)];
  for (let round = -1; round < rounds; round++) {
    for (const target of round % 2 ? all.toReversed() : all) {
      // The first round is only for warming up: V8 compiles what a server runs often.
      if (round < 0) await processorTime({ ...target, times: warming });
      else target.rounds.push(await processorTime(target));
    }
  }
  return measured.map(({ engine, what, aim, target }) =>
    figureOf(
      { what: `processor time of a request: ${what}`, engine, unit: "ms", floor: "bare page", aim },
      target.rounds,
      floor.rounds,
    ),
  );
}

async function processorTime({ url, pid, cookie, status, times }: Target): Promise<number> {
  const before = millisecondsOf(pid);
  for (let n = 0; n < times; n++) await ask(url, cookie, status);
  return (millisecondsOf(pid) - before) / times;
}

/** The processor time of all threads of a process so far: proc_pid_stat(5), in hundredths of a second. */
function millisecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in parentheses, which may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return (user + system) * 10;
}
