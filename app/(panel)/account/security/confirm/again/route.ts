import { confirmSession } from "@/lib/domain/sessions/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { setSessionCookies } from "@/lib/doors/session-cookie";

/** Re-authenticates without leaving the page. A route instead of an action, because an action's answer would reload the page. */
export const POST = asRoute(confirmSession, { ...asResult, finish: setSessionCookies });
