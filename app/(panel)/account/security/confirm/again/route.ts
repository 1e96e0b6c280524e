import { confirmSession } from "@/lib/domain/sessions/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { keepSession } from "@/lib/doors/session-cookie";

/** Confirm from a page that stays open: no action, whose answer would bring the page anew. */
export const POST = asRoute(confirmSession, { ...asResult, finish: keepSession });
