"use server";

import { redirect } from "next/navigation";
import { confirmAddress } from "@/lib/domain/addresses/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const confirmAddressAction = asAction(confirmAddress, {
  // Back to the page of the link, which says that the address is changed: the link itself is used up.
  finish: async () => redirect(`${paths.confirmAddress}?done=1`),
});
