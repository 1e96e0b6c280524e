"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ReactNode } from "react";
import { useSentence } from "@/components/form/use-sentence";
import { useToast } from "@/components/ui/toast";
import { somebodyElse } from "@/lib/isomorphic/drawn-for";
import type { Sentence } from "@/lib/isomorphic/result";

/** Says why something was refused. Where somebody else is logged in by now, a link behind it loads the page again. */
export function useRefusal(): (sentence: Sentence) => ReactNode {
  const [t, say] = [useTranslations("form"), useSentence()];
  return useCallback(
    (sentence) =>
      sentence.key === somebodyElse ? (
        <>
          {say(sentence)} <a href="">{t("reload")}</a>
        </>
      ) : (
        say(sentence)
      ),
    [t, say],
  );
}

/** The same in a toast, where there is no place in the page for it. A toast with a link stays until it is closed. */
export function useRefusalToast(): (sentence: Sentence) => void {
  const [toast, refusal] = [useToast(), useRefusal()];
  return (sentence) => toast({ title: refusal(sentence), failed: true, sticky: sentence.key === somebodyElse });
}
