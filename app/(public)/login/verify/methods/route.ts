import { viewVerification } from "@/lib/domain/two-factor/operations";
import { asResult, asRoute } from "@/lib/doors/route";

/** What a dialog can ask for: see verification.view. */
export const GET = asRoute(viewVerification, asResult);
