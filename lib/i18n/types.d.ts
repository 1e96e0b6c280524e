// Loaded here, or the compiler adds to a module of its own.
import type {} from "next-intl";
import type { Texts } from "@/lib/i18n/texts";

declare module "next-intl" {
  interface AppConfig {
    Locale: string;
    Messages: Texts;
  }
}
