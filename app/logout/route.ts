import { logOut } from "@/lib/domain/sessions/operations";
import { asRoute, refusedAsPage } from "@/lib/doors/route";
import { forgetSession } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";
import { refuse } from "@/lib/isomorphic/result";

/** A whole navigation, not an action: only so can the answer tell the browser to forget what it kept of the pages. */
export const POST = asRoute(logOut, {
  finish: forgetSession,
  answer: () => loggedOut(),
  // While the session cannot be ended its cookie stays, so that trying again ends it.
  refused: async (refusal) => {
    const key = refusal.remedy === "look" ? "errors.perhaps_in" : "errors.still_in";
    if (refusal.outcome === "unavailable") return refusedAsPage(refuse("unavailable", key));
    if (refusal.outcome === "failed") return refusedAsPage(refusal);
    await forgetSession();
    return loggedOut();
  },
});

/** Leads to the log-in page, and clears what the browser kept. */
const loggedOut = () =>
  new Response(null, { status: 303, headers: { Location: `${paths.logIn}?out=1`, "Clear-Site-Data": '"cache", "storage"' } });
