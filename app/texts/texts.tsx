import { useMessages } from "next-intl";
import type { ReactNode } from "react";
import { MoreTexts } from "@/components/ui/more-texts";
import type { Texts as All } from "@/lib/i18n/texts";

/**
 * Sends these sections of the texts to the browser, for the client components inside. Each page carries only the texts that its parts need
 * there. lib/i18n/messages.test.ts checks that none is missing.
 */
export function Texts({ of: sections, children }: { of: readonly (keyof All)[]; children: ReactNode }) {
  const all = useMessages();
  // Errors about files appear only in the operator's shell.
  const { file: _file, import: _import, ...errors } = all.errors;
  const texts = Object.fromEntries(sections.map((section) => [section, section === "errors" ? errors : all[section]]));
  return <MoreTexts texts={texts}>{children}</MoreTexts>;
}
