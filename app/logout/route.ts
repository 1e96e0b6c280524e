import { asRoute } from "@/lib/as-route";
import { leave } from "@/lib/session-cookie";
import { logOut } from "@/lib/sessions/operations";

/** A whole navigation, not an action: only so can the answer tell the browser to forget what it kept of the pages. */
export const POST = asRoute(logOut, { answer: leave, refused: leave });
