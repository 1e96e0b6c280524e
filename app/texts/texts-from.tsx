"use client";

import { useLocale, useMessages } from "next-intl";
import { use, useMemo, type ReactNode } from "react";
import { preload } from "react-dom";
import { IntlProvider } from "use-intl";
import { OtherVersion, Unanswered } from "@/components/form/loss";
import { textsInProcess } from "@/lib/isomorphic/texts-files";

/**
 * Adds the texts of a file to those of the surrounding parts. A browser loads the file beside the scripts, once for all pages. Until it is
 * there, the page stays as the server sent it. If it does not arrive, the error page says why.
 */
export function TextsFrom({ file, children }: { file: string; children: ReactNode }) {
  const [locale, around] = [useLocale(), useMessages()];
  const texts = typeof window === "undefined" ? sentByServer(file) : use(loaded(file));
  const messages = useMemo(() => ({ ...around, ...texts }), [around, texts]);
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}

function sentByServer(file: string): object {
  preload(file, { as: "fetch", crossOrigin: "anonymous" });
  return textsInProcess(file);
}

/** In milliseconds. Until then the page can be read, but most of its buttons do nothing. */
const patience = 30_000;

/** A failed file stays here too: only a new page asks for it again. */
const files = new Map<string, Promise<object>>();

function loaded(file: string): Promise<object> {
  const asked = files.get(file) ?? load(file);
  files.set(file, asked);
  return asked;
}

async function load(file: string): Promise<object> {
  const answer = await fetch(file, { signal: AbortSignal.timeout(patience) }).catch((cause: unknown) => {
    throw new Unanswered("the texts did not come", { cause });
  });
  if (answer.status === 404) throw new OtherVersion();
  if (!answer.ok) throw new Unanswered(`the texts came with ${answer.status}`);
  const texts: unknown = await answer.json().catch((cause: unknown) => {
    throw new Unanswered("the texts are no JSON", { cause });
  });
  if (!isTexts(texts)) throw new Unanswered("something else came instead of the texts");
  return texts;
}

/** Sections of texts. A proxy or the page of a network's owner may answer with other JSON. */
const isTexts = (answer: unknown): answer is object =>
  isObject(answer) && Object.keys(answer).length > 0 && Object.values(answer).every(isObject);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
