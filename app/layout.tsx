import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import "@/app/globals.css";
import { ToastProvider } from "@/components/ui/toast";
import { loadTheme } from "@/lib/doors/page";
import { isolated } from "@/lib/isomorphic/isolate.mjs";
import { env } from "@/lib/runtime/env.mjs";

export const metadata: Metadata = {
  // Next replaces each %s by a page's title, so an invisible sign splits one in the brand.
  title: { default: env.brand, template: `%s · ${isolated(env.brand.replaceAll("%s", "%\u2060s"))}` },
  robots: { index: false },
  manifest: "/site.webmanifest",
  icons: { icon: { url: "/icon.svg", type: "image/svg+xml" }, apple: "/apple-touch-icon.png" },
};

/** Every page: its language, the user's theme, and the place of toasts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [theme, locale, t] = [await loadTheme(), await getLocale(), await getTranslations("frame")];
  const { pages } = await getMessages();
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        {/* Only the texts of pages that failed or are missing. They must also say that the file of the other texts did not arrive. */}
        <NextIntlClientProvider messages={{ pages }}>
          <ToastProvider dismissLabel={t("dismiss")}>{children}</ToastProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
