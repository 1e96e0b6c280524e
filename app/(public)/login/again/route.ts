import { logIn } from "@/lib/domain/sessions/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { keepSession } from "@/lib/doors/session-cookie";

/** Log in from a page that stays open: no action, whose answer would bring the page anew and take what was typed with it. */
export const POST = asRoute(logIn, { ...asResult, finish: keepSession });
