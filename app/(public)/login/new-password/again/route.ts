import { asResult, asRoute } from "@/lib/as-route";
import { renewPassword } from "@/lib/passwords/operations";
import { renewed } from "@/lib/session-cookie";

/** Set the password that is due from a page that stays open. */
export const POST = asRoute(renewPassword, { ...asResult, answer: renewed });
