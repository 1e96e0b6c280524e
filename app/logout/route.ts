import { asRoute, refusedAsPage } from "@/lib/as-route";
import { refuse } from "@/lib/result";
import { leave } from "@/lib/session-cookie";
import { logOut } from "@/lib/sessions/operations";

/** A whole navigation, not an action: only so can the answer tell the browser to forget what it kept of the pages. */
export const POST = asRoute(logOut, {
  answer: leave,
  // While the session cannot be ended its cookie stays, so that trying again ends it.
  refused: (refusal) => {
    if (refusal.outcome === "unavailable") return refusedAsPage(refuse("unavailable", "errors.still_in"));
    return refusal.outcome === "failed" ? refusedAsPage(refusal) : leave();
  },
});
