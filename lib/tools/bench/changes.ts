import "server-only";
import { actionResult, type Fields } from "@/lib/testing/wire";
import { figureOf, medianOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import { password, type Stage, type Trial } from "@/lib/tools/bench/stage";

const acts = ["add", "edit", "disable", "enable", "remove"] as const;
type Act = (typeof acts)[number];

/** Measures each change of a user over HTTP, in the largest account beside the smallest. */
export async function measureChanges(stages: Stage[], rounds: number, users: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const stage of stages) {
    const [least, , many] = stage.trials as [Trial, Trial, Trial];
    const medians = new Map<string, Rounds>();
    for (let round = -1; round < rounds; round++) {
      for (const trial of round % 2 ? [many, least] : [least, many]) {
        const times = await changeUsers(stage, trial, users);
        // The first round is only for warming up.
        if (round < 0) continue;
        for (const act of acts) {
          const key = `${act} ${trial.size}`;
          medians.set(key, [...(medians.get(key) ?? []), medianOf(times[act])]);
        }
      }
    }
    for (const act of acts) {
      const [floor, aim] = [`the same at ${least.size}`, "≤ 1.15"];
      const at = (trial: Trial) => medians.get(`${act} ${trial.size}`)!;
      figures.push(
        figureOf(
          { what: `${act} a user, at ${many.size}`, engine: stage.engine, unit: "ms", floor, aim },
          at(many),
          at(least),
        ),
      );
    }
  }
  return figures;
}

let made = 0;

async function changeUsers(
  { wire, database }: Stage,
  { cookie, accountId }: Trial,
  users: number,
): Promise<Record<Act, number[]>> {
  const times: Record<Act, number[]> = { add: [], edit: [], disable: [], enable: [], remove: [] };
  async function timed(act: Act, action: string, fields: Fields) {
    const start = performance.now();
    const answer = await wire.act(action, fields, { cookie });
    times[act].push(performance.now() - start);
    const { outcome } = actionResult(answer);
    if (outcome !== "done") throw new Error(`${action} answered ${outcome}: ${answer.text.slice(0, 300)}`);
  }
  for (let n = 0; n < users; n++) {
    made += 1;
    const login = `bench-${made}`;
    const shared = { email: `${login}@example.com`, privilege: "user" };
    await timed("add", "addUserAction", { ...shared, login, password, description: "Bench", mustChange: "on" });
    const { id } = await database.db.person.findFirstOrThrow({
      where: { accountId, loginKey: login },
      select: { id: true },
    });
    await timed("edit", "editUserAction", { ...shared, id, version: "0", description: "Edited" });
    await timed("disable", "disableUserAction", { id });
    await timed("enable", "enableUserAction", { id });
    await timed("remove", "removeUserAction", { id, login });
  }
  return times;
}
