import { verifyLogIn } from "@/lib/domain/sessions/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { setSessionCookies } from "@/lib/doors/session-cookie";

/** The second step of a login without leaving the page: see login/again. */
export const POST = asRoute(verifyLogIn, { ...asResult, finish: setSessionCookies });
