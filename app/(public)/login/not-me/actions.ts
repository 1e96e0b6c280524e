"use server";

import { redirect } from "next/navigation";
import { takeBackAddress } from "@/lib/domain/addresses/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const takeBackAddressAction = asAction(takeBackAddress, {
  // After taking back an address, the user has to set a new password.
  finish: async ({ token }) => redirect(`${paths.reset}?${new URLSearchParams({ token })}`),
});
