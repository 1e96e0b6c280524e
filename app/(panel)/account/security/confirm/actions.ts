"use server";

import { confirmSession } from "@/lib/domain/sessions/operations";
import { asAction } from "@/lib/doors/action";
import { keepSession } from "@/lib/doors/session-cookie";
import { innerPath, paths } from "@/lib/isomorphic/paths";

export const confirmSessionAction = asAction(confirmSession, { finish: keepSession, withoutScript: (_, form) => innerPath(form.get("next")) ?? paths.security });
