import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { shutdownTasks } from "@/lib/runtime/shutdown.mjs";
import { onWake, type Wake } from "@/lib/runtime/wake";

type Spec = {
  /** The name in the log. */
  name: string;
  /** The pause after a turn, in milliseconds, if nothing wakes the work. The next turn finds what other processes left or what must be tried again. */
  every: number;
  wake?: Wake;
  /** How long the process waits for the work when it ends, in milliseconds. Without it, the process can end in the middle of the work. */
  lastMoment?: number;
  /** One turn: does everything that can be done now. */
  run: () => Promise<unknown>;
};

/** Work that Steward does automatically. `turn` does it now. If it is under way, it looks again before it rests. */
export type Work = Omit<Spec, "run"> & { turn: () => Promise<void> };

/** Makes a work that never runs twice at once in this process. */
export const work = ({ run, ...spec }: Spec): Work => ({ ...spec, turn: oneAtATime(() => logFailure(spec.name, run)) });

/** Milliseconds until the first turn. */
const afterStart = 500;

/** Does these works as long as the process runs. Several processes may do them. */
export function runInBackground(works: readonly Work[]): void {
  const going = works.map(({ wake, ...each }) => ({ wake, turn: schedule(each) }));
  onWake((what) => {
    for (const { wake, turn } of going) if (wake === what) void turn();
  });
}

/** Schedules a turn after each turn. The function that it returns starts a turn now. */
function schedule({ turn, every, lastMoment }: Omit<Work, "wake">): () => Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  let clock: NodeJS.Timeout | undefined;
  const next = async () => {
    underWay = turn();
    await underWay;
    clearTimeout(clock);
    clock = setTimeout(next, every).unref();
  };
  clock = setTimeout(next, afterStart).unref();
  if (lastMoment !== undefined) {
    shutdownTasks.add(async () => {
      await Promise.race([underWay, new Promise((over) => setTimeout(over, lastMoment).unref())]);
    });
  }
  return next;
}

/** Runs a turn and logs a failure. The next turn tries again. */
async function logFailure(name: string, run: Spec["run"]): Promise<void> {
  const failed = { level: "warning", event: `${name} failed` } as const;
  try {
    const result = await run();
    if (isRefusal(result)) log({ ...failed, message: result.outcome });
  } catch (error) {
    log({ ...failed, level: isUnavailable(error) ? "warning" : "error", error });
  }
}

/**
 * Makes work that never runs twice at once. A call during a run makes the work look again before it rests, because the call may concern
 * something that arrived after the work looked. Work that can fail must log its own failures.
 */
export function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let [underWay, again]: [Promise<void> | null, boolean] = [null, false];
  const untilDone = async () => {
    try {
      do {
        again = false;
        await run();
      } while (again);
    } finally {
      underWay = null;
    }
  };
  return () => {
    again = true;
    return (underWay ??= untilDone());
  };
}
