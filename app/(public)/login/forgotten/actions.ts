"use server";

import { asAction } from "@/lib/as-action";
import { paths } from "@/lib/paths";
import { forgetPassword } from "@/lib/password-links/operations";

export const forgetPasswordAction = asAction(forgetPassword, { withoutScript: () => `${paths.forgotten}?asked=1` });
