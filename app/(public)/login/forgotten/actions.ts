"use server";

import { requestPasswordReset } from "@/lib/domain/password-links/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const requestPasswordResetAction = asAction(requestPasswordReset, {
  withoutScript: () => `${paths.forgotten}?asked=1`,
});
