"use server";

import { redirect } from "next/navigation";
import { verifyLogIn } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { setLoginCookies } from "@/lib/doors/session-cookie";
import { entryOf } from "@/lib/isomorphic/paths";

export const verifyLogInAction = asAction(verifyLogIn, {
  finish: async (started) => {
    await setLoginCookies(started);
    redirect(entryOf(started));
  },
});
