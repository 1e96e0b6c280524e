// Without this import, the compiler would declare a new module instead of extending next-intl's.
import type {} from "next-intl";
import type { Texts } from "@/lib/i18n/texts";

declare module "next-intl" {
  interface AppConfig {
    Locale: string;
    Messages: Texts;
  }
}
