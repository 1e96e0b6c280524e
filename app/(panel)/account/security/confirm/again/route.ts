import { asResult, asRoute } from "@/lib/as-route";
import { renewed } from "@/lib/session-cookie";
import { confirmSession } from "@/lib/sessions/operations";

/** Confirm from a page that stays open: no action, whose answer would bring the page anew. */
export const POST = asRoute(confirmSession, { ...asResult, answer: renewed });
