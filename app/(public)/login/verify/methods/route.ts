import { viewVerification } from "@/lib/domain/two-factor/operations";
import { asResult, asRoute } from "@/lib/doors/route";

/** What a dialog can ask for: see verification.view. Posted, as the form says for whom the page was drawn. */
export const POST = asRoute(viewVerification, asResult);
