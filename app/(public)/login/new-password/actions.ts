"use server";

import { redirect } from "next/navigation";
import { renewPassword } from "@/lib/domain/passwords/operations";
import { asAction } from "@/lib/doors/action";
import { setSessionCookies } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";

export const renewPasswordAction = asAction(renewPassword, {
  finish: async (renewed) => {
    await setSessionCookies(renewed);
    // The panel is now open to this user.
    redirect(paths.home);
  },
});
