"use server";

import { forgetPassword } from "@/lib/domain/password-links/operations";
import { asAction } from "@/lib/doors/action";
import { paths } from "@/lib/isomorphic/paths";

export const forgetPasswordAction = asAction(forgetPassword, { withoutScript: () => `${paths.forgotten}?asked=1` });
