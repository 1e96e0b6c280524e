import type { Texts } from "@/lib/i18n/texts";

declare module "next-intl" {
  interface AppConfig {
    Locale: string;
    Messages: Texts;
  }
}
