import "server-only";
import { isUnavailable } from "@/lib/database/db";
import { touchSessions } from "@/lib/domain/sessions/store";
import { log } from "@/lib/runtime/log.mjs";

const oneMinute = 60_000;

/** A statement over many rows holds up whoever wants one of them. */
const mostAtOnce = 1000;

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
      await touchSessions(ids, new Date());
    }
  } catch (error) {
    log({ level: isUnavailable(error) ? "warning" : "error", event: "last use not noted", error });
  } finally {
    isWriting = false;
  }
}
