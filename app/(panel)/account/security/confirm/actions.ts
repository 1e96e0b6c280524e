"use server";

import { asAction } from "@/lib/as-action";
import { innerPath, paths } from "@/lib/paths";
import { renew } from "@/lib/session-cookie";
import { confirmSession } from "@/lib/sessions/operations";

export const confirmSessionAction = asAction(confirmSession, { finish: renew<{ token: string }>, withoutScript: (_, form) => innerPath(form.get("next")) ?? paths.security });
