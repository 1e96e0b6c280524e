"use client";

import { useLocale, useMessages } from "next-intl";
import { createContext, use, useContext, useMemo, type ReactNode } from "react";
import { preload } from "react-dom";
import { IntlProvider } from "use-intl";
import { arrivedTexts, loadTexts } from "@/app/texts/load-texts";
import { textsInProcess } from "@/lib/isomorphic/texts-files";

/** The file with the texts of the parts that load later. Null where their texts are around already. */
export const LateFile = createContext<string | null>(null);

type Props = {
  file: string;
  /** For the parts inside that load later. */
  late?: string;
  children: ReactNode;
};

/**
 * Adds the texts of a file to those of the surrounding parts. A browser loads the file beside the scripts, once for all pages. Until it is
 * there, the page stays as the server sent it. If it does not arrive, the error page says why.
 */
export function TextsFrom({ file, late, children }: Props) {
  const [locale, around] = [useLocale(), useMessages()];
  const texts = typeof window === "undefined" ? sentByServer(file) : (arrivedTexts(file) ?? use(loadTexts(file)));
  const messages = useMemo(() => ({ ...around, ...texts }), [around, texts]);
  return (
    <IntlProvider locale={locale} messages={messages}>
      {late === undefined ? children : <LateFile value={late}>{children}</LateFile>}
    </IntlProvider>
  );
}

/** Around a part that loaded later: its texts, which `useLateLoad` loaded with it. */
export function LateTexts({ children }: { children: ReactNode }) {
  const file = useContext(LateFile);
  return file === null ? children : <TextsFrom file={file}>{children}</TextsFrom>;
}

function sentByServer(file: string): object {
  preload(file, { as: "fetch", crossOrigin: "anonymous" });
  return textsInProcess(file);
}
