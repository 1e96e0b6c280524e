import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { endings } from "@/lib/runtime/shutdown.mjs";
import { onWake, type Wake } from "@/lib/runtime/wake";

type Spec = {
  /** As the log names it. */
  name: string;
  /** How long it rests after a turn, in milliseconds, if nothing wakes it: what other processes left, and what is to be tried again. */
  every: number;
  wake?: Wake;
  /** How long the process waits for it, in milliseconds, when it is to end. Without this, the work ends with the process at any moment. */
  lastMoment?: number;
  /** One turn: all that can be done now. */
  run: () => Promise<unknown>;
};

/** Work that Steward does by itself. `turn` does it now. If it is under way, it looks again before it rests. */
export type Work = Omit<Spec, "run"> & { turn: () => Promise<void> };

/** A work that is never under way twice in this process. */
export const work = ({ run, ...spec }: Spec): Work => ({ ...spec, turn: oneAtATime(() => told(spec.name, run)) });

/** Milliseconds until the first turn. */
const afterStart = 500;

/** Does these works for as long as the process runs; several processes may. */
export function keepDoing(works: readonly Work[]): void {
  const going = works.map(({ wake, ...each }) => ({ wake, turn: goOn(each) }));
  onWake((what) => {
    for (const { wake, turn } of going) if (wake === what) void turn();
  });
}

/** Gives each turn a next one. What it returns gives the work a turn now. */
function goOn({ turn, every, lastMoment }: Omit<Work, "wake">): () => Promise<void> {
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
    endings.add(async () => {
      await Promise.race([underWay, new Promise((over) => setTimeout(over, lastMoment).unref())]);
    });
  }
  return next;
}

/** Tells the log where a turn fails. The next one tries again. */
async function told(name: string, run: Spec["run"]): Promise<void> {
  const failed = { level: "warning", event: `${name} failed` } as const;
  try {
    const result = await run();
    if (isRefusal(result)) log({ ...failed, message: result.outcome });
  } catch (error) {
    log({ ...failed, level: isUnavailable(error) ? "warning" : "error", error });
  }
}

/**
 * Work that is never under way twice. Whoever asks for it meanwhile has it look again before it rests, since what they ask for
 * may have come after it looked. Work that can fail tells of that itself.
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
