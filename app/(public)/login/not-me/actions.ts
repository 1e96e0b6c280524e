"use server";

import { redirect } from "next/navigation";
import { takeBackEmail } from "@/lib/domain/email-changes/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const takeBackEmailAction = asAction(takeBackEmail, {
  // After taking back an email address, the user has to set a new password.
  finish: async ({ token }) => redirect(`${paths.reset}?${new URLSearchParams({ token })}`),
});
