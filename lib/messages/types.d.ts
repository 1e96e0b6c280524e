import type { Messages } from "@/lib/messages/en";

declare module "next-intl" {
  interface AppConfig {
    Locale: "en";
    Messages: Messages;
  }
}
