"use server";

import { redirect } from "next/navigation";
import { logIn, logInWithPasskey } from "@/lib/domain/sessions/operations";
import type { StartedSession } from "@/lib/domain/sessions/output";
import { asAction } from "@/lib/doors/action";
import { setLoginCookies } from "@/lib/doors/session-cookie";
import { entryOf } from "@/lib/isomorphic/paths";

export const logInAction = asAction(logIn, { finish: enter });
export const logInWithPasskeyAction = asAction(logInWithPasskey, { finish: enter });

/** Gives the browser its new session and redirects to the next page. */
async function enter(started: StartedSession): Promise<void> {
  await setLoginCookies(started);
  redirect(entryOf(started));
}
