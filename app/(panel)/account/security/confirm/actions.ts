"use server";

import { asAction } from "@/lib/as-action";
import { innerPath, paths } from "@/lib/paths";
import { confirmSession } from "@/lib/sessions/operations";

export const confirmSessionAction = asAction(confirmSession, { withoutScript: (_, form) => innerPath(form.get("next")) ?? paths.security });
