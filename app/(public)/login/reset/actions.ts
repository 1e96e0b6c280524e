"use server";

import { redirect } from "next/navigation";
import { resetOwnPassword } from "@/lib/domain/password-links/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const resetPasswordAction = asAction(resetOwnPassword, {
  // Redirects to the login page with the ID filled in, because a new password alone opens nothing.
  finish: async ({ id, activated }) =>
    redirect(`${paths.logIn}?${new URLSearchParams({ id, set: activated ? "first" : "new" })}`),
});
