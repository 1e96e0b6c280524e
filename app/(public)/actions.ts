"use server";

import { chooseLanguage } from "@/lib/domain/profile/operations";
import { asAction } from "@/lib/doors/action";
import { setLanguageCookie } from "@/lib/doors/session-cookie";

export const chooseLanguageAction = asAction(chooseLanguage, { finish: setLanguageCookie });
