import { renewPassword } from "@/lib/domain/passwords/operations";
import { asResult, asRoute } from "@/lib/doors/route";
import { keepSession } from "@/lib/doors/session-cookie";

/** Set the password that is due from a page that stays open. */
export const POST = asRoute(renewPassword, { ...asResult, finish: keepSession });
