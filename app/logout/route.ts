import { logOut } from "@/lib/domain/sessions/operations";
import { asRoute, refusedAsPage } from "@/lib/doors/route";
import { deleteSessionCookie } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";
import { refuse } from "@/lib/isomorphic/result";

/** Logs out by a whole navigation instead of an action, because only then can the answer clear what the browser stored. */
export const POST = asRoute(logOut, {
  finish: deleteSessionCookie,
  answer: () => loggedOut(),
  // If the session cannot be ended, its cookie stays, so that another attempt ends it.
  refused: async (refusal) => {
    const key = refusal.remedy === "look" ? "errors.perhaps_in" : "errors.still_in";
    if (refusal.outcome === "unavailable") return refusedAsPage(refuse("unavailable", key));
    if (refusal.outcome === "failed") return refusedAsPage(refusal);
    await deleteSessionCookie();
    return loggedOut();
  },
});

/** Redirects to the login page and clears what the browser stored. */
const loggedOut = () =>
  new Response(null, {
    status: 303,
    headers: { Location: `${paths.logIn}?out=1`, "Clear-Site-Data": '"cache", "storage"' },
  });
