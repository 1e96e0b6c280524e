"use server";

import { redirect } from "next/navigation";
import { confirmEmail } from "@/lib/domain/email-changes/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const confirmEmailAction = asAction(confirmEmail, {
  // Returns to the link's page to say that the email address was changed. The link itself is used up.
  finish: async () => redirect(`${paths.confirmEmail}?done=1`),
});
