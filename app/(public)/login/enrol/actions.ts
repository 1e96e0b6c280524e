"use server";

import { redirect } from "next/navigation";
import { confirmEnrolment, sendEnrolmentLink } from "@/lib/domain/two-factor-requirement/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const sendEnrolmentLinkAction = asAction(sendEnrolmentLink, { withoutScript: () => `${paths.enrol}?asked=1` });
export const confirmEnrolmentAction = asAction(confirmEnrolment, {
  // Returns to the page where they set up the required factor.
  finish: async () => redirect(paths.enrol),
});
