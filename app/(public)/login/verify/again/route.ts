import { asResult, asRoute } from "@/lib/as-route";
import { stay } from "@/lib/session-cookie";
import { verifyLogIn } from "@/lib/sessions/operations";

/** The second step of logging in from a page that stays open: see login/again. */
export const POST = asRoute(verifyLogIn, { ...asResult, answer: stay });
