import { asResult, asRoute } from "@/lib/as-route";
import { stay } from "@/lib/session-cookie";
import { logIn } from "@/lib/sessions/operations";

/** Log in from a page that stays open: no action, whose answer would bring the page anew and take what was typed with it. */
export const POST = asRoute(logIn, { ...asResult, answer: stay });
