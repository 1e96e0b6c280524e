import { asResult, asRoute } from "@/lib/as-route";
import { viewVerification } from "@/lib/two-factor/operations";

/** What a dialog can ask for: see verification.view. */
export const GET = asRoute(viewVerification, asResult);
