"use server";

import { asAction } from "@/lib/as-action";
import { chooseLanguage } from "@/lib/profile/operations";
import { keepLanguage } from "@/lib/session-cookie";

export const chooseLanguageAction = asAction(chooseLanguage, { finish: keepLanguage });
