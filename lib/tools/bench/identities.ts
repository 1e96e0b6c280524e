import "server-only";
import { randomInt } from "node:crypto";
import { actionResult, type Fields } from "@/lib/testing/wire";
import { figureOf, mannWhitney, type Figure } from "@/lib/tools/bench/figures";
import type { Stage } from "@/lib/tools/bench/stage";

/** A request that anyone may send, with an existing identity and with an unknown one. */
type Question = { what: string; action: string; outcome: string; known: Fields[]; unknown: Fields[] };

/**
 * Measures whether the time of an answer reveals that an identity exists. It takes samples of each side in pairs of random order, on both
 * engines at once. The test is that of Mann and Whitney, two-sided, with the normal approximation: if the two do not differ, p can be
 * anything from 0 to 1.
 */
export async function measureIdentities(stages: Stage[], samples: number): Promise<Figure[]> {
  return (await Promise.all(stages.map((stage) => ofStage(stage, samples)))).flat();
}

async function ofStage(stage: Stage, samples: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { what, action, outcome, known, unknown } of await questionsOf(stage, samples)) {
    const ask = async (fields: Fields) => {
      const start = performance.now();
      const answer = actionResult(await stage.wire.act(action, fields));
      const took = performance.now() - start;
      if (answer.outcome !== outcome) throw new Error(`${what}: ${answer.outcome}`);
      return took;
    };
    // The first answers of a process are slower, for every identity.
    for (let warm = 0; warm < 5; warm++) await ask(unknown[samples + warm]!);
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let at = 0; at < samples; at++) {
      const pair = [
        ["known", known[at]!],
        ["unknown", unknown[at]!],
      ] as const;
      for (const [side, fields] of randomInt(2) === 0 ? pair : pair.toReversed()) times[side].push(await ask(fields));
    }
    const { engine } = stage;
    const p = mannWhitney(times.unknown, times.known);
    figures.push(
      figureOf(
        { what: `${what}: an unknown identity, ${samples} of each`, engine, unit: "ms", floor: "an existing one" },
        times.unknown,
        times.known,
      ),
      figureOf({ what: `${what}: whether the two differ, Mann–Whitney`, engine, unit: "p", aim: "≥ 0.01" }, [p]),
    );
  }
  return figures;
}

async function questionsOf({ database, trials }: Stage, samples: number): Promise<Question[]> {
  const { accountId, digitalId } = trials.at(-1)!;
  // One attempt for each: from the sixth attempt on, both existing and unknown identities have to wait.
  const users = await database.db.person.findMany({
    where: { accountId, kind: "user", status: "enabled" },
    orderBy: { id: "asc" },
    take: samples,
    select: { login: true },
  });
  const known = users.map(({ login }) => `${digitalId}/${login}`);
  const unknown = Array.from({ length: samples + 5 }, (_, at) => `${digitalId}/nobody-${at}`);
  const form = { firstName: "Ada", lastName: "Holder", organisation: "", language: "" };
  return [
    {
      what: "log in, a wrong password",
      action: "logInAction",
      outcome: "invalid",
      known: known.map((id) => ({ id, password: "not-the-password", next: "" })),
      unknown: unknown.map((id) => ({ id, password: "not-the-password", next: "" })),
    },
    {
      what: "forgotten password",
      action: "requestPasswordResetAction",
      outcome: "done",
      known: known.map((id) => ({ id })),
      unknown: unknown.map((id) => ({ id })),
    },
    {
      what: "sign up",
      action: "startSignUpAction",
      outcome: "done",
      known: known.map((_, at) => ({ ...form, email: `ada${trials[at % trials.length]!.size}@example.com` })),
      unknown: unknown.map((_, at) => ({ ...form, email: `nobody-${at}@example.com` })),
    },
  ];
}
