import type { Texts } from "@/lib/texts";

declare module "next-intl" {
  interface AppConfig {
    Locale: string;
    Messages: Texts;
  }
}
