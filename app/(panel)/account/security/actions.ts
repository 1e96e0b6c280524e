"use server";

import { asAction } from "@/lib/as-action";
import { paths, savedAt } from "@/lib/paths";
import { changePassword } from "@/lib/passwords/operations";

export const changePasswordAction = asAction(changePassword, { withoutScript: () => savedAt(paths.security, "password") });
