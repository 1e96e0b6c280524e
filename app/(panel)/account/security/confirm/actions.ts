"use server";

import { confirmSession } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { renew } from "@/lib/doors/session-cookie";
import { innerPath, paths } from "@/lib/isomorphic/paths";

export const confirmSessionAction = asAction(confirmSession, { finish: renew<{ token: string }>, withoutScript: (_, form) => innerPath(form.get("next")) ?? paths.security });
