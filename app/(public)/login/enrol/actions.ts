"use server";

import { asAction } from "@/lib/as-action";
import { paths } from "@/lib/paths";
import { goOnEnrolling } from "@/lib/session-cookie";
import { askToEnrol, confirmEnrolment } from "@/lib/two-factor-requirement/operations";

export const askToEnrolAction = asAction(askToEnrol, { withoutScript: () => `${paths.enrol}?asked=1` });
export const confirmEnrolmentAction = asAction(confirmEnrolment, { finish: goOnEnrolling });
