import { renewPassword } from "@/lib/domain/passwords/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { setSessionCookies } from "@/lib/doors/session-cookie";

/** Sets a required new password without leaving the page. */
export const POST = asRoute(renewPassword, { ...asResult, finish: setSessionCookies });
