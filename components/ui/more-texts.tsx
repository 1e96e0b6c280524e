"use client";

import { useLocale, useMessages } from "next-intl";
import { useMemo, type ReactNode } from "react";
import { IntlProvider } from "use-intl";

type Texts = ReturnType<typeof useMessages>;

/** Adds texts to those of the surrounding parts. */
export function MoreTexts({ texts, children }: { texts: Partial<Texts>; children: ReactNode }) {
  const [locale, around] = [useLocale(), useMessages()];
  const messages = useMemo(() => ({ ...around, ...texts }), [around, texts]);
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
