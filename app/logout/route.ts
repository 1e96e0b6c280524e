import { logOut } from "@/lib/domain/sessions/operations";
import { asRoute, refusedAsPage } from "@/lib/doors/route";
import { leave } from "@/lib/doors/session-cookie";
import { refuse } from "@/lib/isomorphic/result";

/** A whole navigation, not an action: only so can the answer tell the browser to forget what it kept of the pages. */
export const POST = asRoute(logOut, {
  answer: leave,
  // While the session cannot be ended its cookie stays, so that trying again ends it.
  refused: (refusal) => {
    const key = refusal.remedy === "look" ? "errors.perhaps_in" : "errors.still_in";
    if (refusal.outcome === "unavailable") return refusedAsPage(refuse("unavailable", key));
    return refusal.outcome === "failed" ? refusedAsPage(refusal) : leave();
  },
});
