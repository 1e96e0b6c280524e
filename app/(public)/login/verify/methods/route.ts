import { viewVerification } from "@/lib/domain/two-factor/operations";
import { asResult, asRoute } from "@/lib/doors/route";

/** The methods that a dialog can offer: see verification.view. Uses POST because the form says for whom the page was drawn. */
export const POST = asRoute(viewVerification, asResult);
