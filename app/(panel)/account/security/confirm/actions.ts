"use server";

import { confirmSession } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { setSessionCookies } from "@/lib/doors/session-cookie";
import { innerPath, paths } from "@/lib/isomorphic/paths";

export const confirmSessionAction = asAction(confirmSession, {
  finish: setSessionCookies,
  withoutScript: (_, form) => innerPath(form.get("next")) ?? paths.security,
});
