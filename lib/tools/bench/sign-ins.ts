import "server-only";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { actionResult } from "@/lib/testing/wire";
import { figureOf, quantileOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import { ask } from "@/lib/tools/bench/pages";
import { password, type Stage } from "@/lib/tools/bench/stage";

const atOnce = 8;

/** Measures log-ins per second beside the bare hash on as many threads, and a page during the log-ins. */
export async function measureSignIns(stages: Stage[], rounds: number, seconds: number): Promise<Figure[]> {
  const hashes: Rounds = [];
  const signIns = new Map<string, Rounds>();
  const during = new Map<string, Rounds>();
  const idle = new Map<string, Rounds>();
  const addRound = (rounds: Map<string, Rounds>, engine: string, value: number) =>
    rounds.set(engine, [...(rounds.get(engine) ?? []), value]);
  for (let round = 0; round < rounds; round++) {
    hashes.push(await hashesASecond(seconds));
    for (const stage of stages) {
      addRound(idle, stage.engine, quantileOf(await watch(stage, seconds / 2), 0.95));
      const flood = signInsASecond(stage, seconds);
      addRound(during, stage.engine, quantileOf(await watch(stage, seconds), 0.95));
      addRound(signIns, stage.engine, await flood);
    }
  }
  return stages.flatMap(({ engine }) => [
    figureOf(
      { what: "log-ins, 8 at once", engine, unit: "/s", floor: "bcryptjs alone", aim: "≥ 0.9" },
      signIns.get(engine)!,
      hashes,
    ),
    figureOf(
      { what: "a page during them, 95th percentile", engine, unit: "ms", floor: "the same, idle", aim: "≤ 2" },
      during.get(engine)!,
      idle.get(engine)!,
    ),
  ]);
}

const forms = 16;
const walk = "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/".repeat(4).slice(0, 128);

/** Measures a log-in to one account while another sends forms with passwords, all at once, beside a log-in without such forms. */
export async function measureTurns(stages: Stage[], rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { engine, wire, database, trials } of stages) {
    const { accountId, digitalId } = trials[1]!;
    const { login } = await database.db.person.findFirstOrThrow({
      where: { accountId, kind: "user", status: "enabled" },
      select: { login: true },
    });
    const logIn = async () => {
      const start = performance.now();
      const { outcome } = actionResult(
        await wire.act("logInAction", { id: `${digitalId}/${login}`, password, next: "" }),
      );
      if (outcome !== "done") throw new Error(`A log-in answered ${outcome}.`);
      return performance.now() - start;
    };
    const add = (name: string) => {
      const user = { login: name, email: `${name}@example.com`, password: walk, privilege: "user", description: "" };
      return wire.act("addUserAction", user, { cookie: trials.at(-1)!.cookie });
    };
    const [idle, during]: [Rounds, Rounds] = [[], []];
    for (let round = 0; round < rounds; round++) {
      idle.push(await logIn());
      const flood = Array.from({ length: forms }, (_, at) => add(`turn-${engine}-${round}-${at}`));
      await flood[0];
      during.push(await logIn());
      await Promise.all(flood);
    }
    figures.push(
      figureOf(
        {
          what: `log in while another account sends ${forms} forms with passwords`,
          engine,
          unit: "ms",
          floor: "the same, idle",
          aim: "≤ 2",
        },
        during,
        idle,
      ),
    );
  }
  return figures;
}

async function signInsASecond({ wire, database, trials }: Stage, seconds: number): Promise<number> {
  const { accountId, digitalId } = trials[1]!;
  const where = { accountId, kind: "user", status: "enabled" };
  const users = await database.db.person.findMany({
    where,
    orderBy: { id: "asc" },
    take: atOnce,
    select: { login: true },
  });
  const start = Date.now();
  let [done, last] = [0, start];
  await Promise.all(
    users.map(async ({ login }) => {
      while (Date.now() < start + seconds * 1000) {
        const { outcome } = actionResult(
          await wire.act("logInAction", { id: `${digitalId}/${login}`, password, next: "" }),
        );
        if (outcome !== "done") throw new Error(`A log-in answered ${outcome}.`);
        [done, last] = [done + 1, Date.now()];
      }
    }),
  );
  // Log-ins that are under way at the end take their time after it.
  return done / ((last - start) / 1000);
}

/** Requests a page five times a second, even if the last one has not arrived, as people do. */
async function watch({ server, trials }: Stage, seconds: number): Promise<number[]> {
  const asked: Promise<number>[] = [];
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    asked.push(ask(`${server.origin}/account/users`, trials.at(-1)!.cookie));
    await new Promise((wake) => setTimeout(wake, 200));
  }
  return Promise.all(asked);
}

/** Hashes per second of bcryptjs at Steward's cost, on as many threads as Steward's pool has. */
async function hashesASecond(seconds: number): Promise<number> {
  const threads = Math.max(1, availableParallelism() - 1);
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    import("bcryptjs").then(({ default: bcrypt }) => {
      const hash = bcrypt.hashSync("warm", 12);
      const start = Date.now();
      let done = 0;
      while (Date.now() < start + workerData * 1000) { bcrypt.compareSync("${password}", hash); done += 1; }
      parentPort.postMessage(done / ((Date.now() - start) / 1000));
    });`;
  const counts = Array.from(
    { length: threads },
    () =>
      new Promise<number>((resolve, reject) => {
        const worker = new Worker(code, { eval: true, workerData: seconds });
        worker.on("message", resolve);
        worker.on("error", reject);
      }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
