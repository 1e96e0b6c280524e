"use server";

import { redirect } from "next/navigation";
import { resetOwnPassword } from "@/lib/domain/password-links/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const resetPasswordAction = asAction(resetOwnPassword, {
  // To the log-in page, with the ID filled in: a new password opens nothing by itself.
  finish: async ({ id, activated }) => redirect(`${paths.logIn}?${new URLSearchParams({ id, set: activated ? "first" : "new" })}`),
});
