import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { recordUse } from "@/lib/domain/sessions/operations";
import { mostAtOnce } from "@/lib/domain/sessions/schema";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";

const oneMinute = 60_000;

/** Sessions that were used but whose rows do not say so yet. */
const due = new Set<string>();
let isWriting = false;

/**
 * Notes that the session was used, at most once a minute. If another writer blocks, one statement waits for all sessions used since: one
 * statement each would delay people's changes. A failure is logged, and the session's next request tries again.
 */
export async function recordLastUse(session: { id: string; lastSeenAt: Date }): Promise<void> {
  if (Date.now() - session.lastSeenAt.getTime() < oneMinute) return;
  due.add(session.id);
  if (isWriting) return;
  isWriting = true;
  try {
    while (due.size > 0) {
      const ids = [...due].slice(0, mostAtOnce);
      for (const id of ids) due.delete(id);
      const result = await asProgram(recordUse)({ ids });
      if (!isRefusal(result)) continue;
      // The log line before says why it was refused.
      log({
        level: result.outcome === "unavailable" ? "warning" : "error",
        event: "last use not noted",
        message: result.outcome,
      });
      return;
    }
  } catch (error) {
    log({ level: isUnavailable(error) ? "warning" : "error", event: "last use not noted", error });
  } finally {
    isWriting = false;
  }
}
