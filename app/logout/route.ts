import { logOut } from "@/lib/domain/sessions/operations";
import { asRoute, refusedAsPage } from "@/lib/doors/route";
import { leave } from "@/lib/doors/session-cookie";
import { refuse, unknownIfKept } from "@/lib/isomorphic/result";

/** A whole navigation, not an action: only so can the answer tell the browser to forget what it kept of the pages. */
export const POST = asRoute(logOut, {
  answer: leave,
  // While the session cannot be ended its cookie stays, so that trying again ends it.
  refused: (refusal) => {
    const isUnknown = refusal.sentence.key === unknownIfKept.sentence.key;
    if (refusal.outcome === "unavailable") return refusedAsPage(refuse("unavailable", isUnknown ? "errors.perhaps_in" : "errors.still_in"));
    return refusal.outcome === "failed" ? refusedAsPage(refusal) : leave();
  },
});
