import { logIn } from "@/lib/domain/sessions/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { setSessionCookies } from "@/lib/doors/session-cookie";

/**
 * Logs in without leaving the page. A route instead of an action, because an action's answer would reload the page and lose what was typed.
 */
export const POST = asRoute(logIn, { ...asResult, finish: setSessionCookies });
