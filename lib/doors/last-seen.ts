import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { noteUse } from "@/lib/domain/sessions/operations";
import { mostAtOnce } from "@/lib/domain/sessions/schema";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";

const oneMinute = 60_000;

/** Sessions that were used, and whose rows do not say so yet. */
const due = new Set<string>();
let isWriting = false;

/**
 * Notes that the session was used, at most once a minute. While another writer holds everybody up, one statement waits
 * for all sessions that were used meanwhile: one each would keep what people change waiting behind them. What fails is
 * told in the log, and done with the session's next request.
 */
export async function noteSeen(session: { id: string; lastSeenAt: Date }): Promise<void> {
  if (Date.now() - session.lastSeenAt.getTime() < oneMinute) return;
  due.add(session.id);
  if (isWriting) return;
  isWriting = true;
  try {
    while (due.size > 0) {
      const ids = [...due].slice(0, mostAtOnce);
      for (const id of ids) due.delete(id);
      const result = await asProgram(noteUse)({ ids });
      if (!isRefusal(result)) continue;
      // Why it was refused stands in the line before.
      log({ level: result.outcome === "unavailable" ? "warning" : "error", event: "last use not noted", message: result.outcome });
      return;
    }
  } catch (error) {
    log({ level: isUnavailable(error) ? "warning" : "error", event: "last use not noted", error });
  } finally {
    isWriting = false;
  }
}
