"use server";

import { askToEnrol, confirmEnrolment } from "@/lib/domain/two-factor-requirement/operations";
import { asAction } from "@/lib/doors/action";
import { goOnEnrolling } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";

export const askToEnrolAction = asAction(askToEnrol, { withoutScript: () => `${paths.enrol}?asked=1` });
export const confirmEnrolmentAction = asAction(confirmEnrolment, { finish: goOnEnrolling });
