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
  // Each %s gives way to the title of a page: one in the brand is parted, by a sign that nobody sees.
  title: { default: env.brand, template: `%s · ${isolated(env.brand.replaceAll("%s", "%\u2060s"))}` },
  robots: { index: false },
};

/** Every page: its language, the theme its person chose, and the place where news appear. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [theme, locale, t] = [await loadTheme(), await getLocale(), await getTranslations("frame")];
  const { pages } = await getMessages();
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        {/* What the error page says; all else comes with the part that says it. */}
        <NextIntlClientProvider messages={{ pages }}>
          <ToastProvider dismissLabel={t("dismiss")}>{children}</ToastProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
