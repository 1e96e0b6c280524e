"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Sentence } from "@/lib/isomorphic/result";

/** Translates a sentence from the server or a schema into the language of the page. */
export function useSentence(): (sentence: Sentence) => string {
  const t = useTranslations();
  return useCallback(({ key, params }) => t(key, params), [t]);
}
