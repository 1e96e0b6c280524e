import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { ToastProvider } from "@/components/ui/toast";
import en from "@/lib/i18n/messages/en.mjs";
import fr from "@/lib/i18n/messages/fr.mjs";

const languages = { en, fr };
type Language = keyof typeof languages;

/**
 * Draws a part of a page in a document without a browser, with the texts of a language and the place of toasts. `speak` draws it again in
 * another language, as after a person chooses one. Layout, focus rings, popovers and modal dialogs need a browser: see e2e.
 */
export function draw(part: ReactNode, language: Language = "en") {
  const around = (inner: ReactNode, code: Language) => <Around language={code}>{inner}</Around>;
  const drawn = render(around(part, language));
  return {
    ...drawn,
    redraw: (next: ReactNode) => drawn.rerender(around(next, language)),
    speak: (code: Language) => drawn.rerender(around(part, code)),
  };
}

/** The texts of a language and the place of toasts. */
export function Around({ language = "en", children }: { language?: Language; children: ReactNode }) {
  return (
    <IntlProvider locale={language} messages={languages[language]} timeZone="UTC">
      <ToastProvider dismissLabel="Dismiss">{children}</ToastProvider>
    </IntlProvider>
  );
}
