"use server";

import { redirect } from "next/navigation";
import { confirmAddress } from "@/lib/domain/addresses/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const confirmAddressAction = asAction(confirmAddress, {
  // Returns to the link's page to say that the address was changed. The link itself is used up.
  finish: async () => redirect(`${paths.confirmAddress}?done=1`),
});
