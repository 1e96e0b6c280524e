"use client";

import { useTranslations } from "next-intl";
import { useCallback, useContext } from "react";
import type { ReactNode } from "react";
import { isUnknown, Mending } from "@/components/form/send";
import { useSentence } from "@/components/form/use-sentence";
import { useToast } from "@/components/ui/toast";
import { somebodyElse } from "@/lib/isomorphic/drawn-for";
import { paths } from "@/lib/isomorphic/paths";
import type { Refusal, Sentence } from "@/lib/isomorphic/result";

/** The page is of another person, of another version, or from before what was done: it goes on only when it is loaded again. */
const ofBefore: ReadonlySet<string> = new Set([somebodyElse, "form.updated", "form.updatedRead", "outcomes.failed_after"]);

/**
 * Says why something was refused. Where another person is logged in by now, or the program was updated, a link behind it loads the page
 * again; where nobody knows whether it was saved, a link shows in another tab how things stand, and what was typed here stays. Where the
 * session ended and no dialog asks, a link leads to the log-in page.
 */
export function useRefusal(): (sentence: Sentence) => ReactNode {
  const [t, say, mend] = [useTranslations("form"), useSentence(), useContext(Mending)];
  return useCallback(
    (sentence) => {
      const isOut = mend === null && sentence.key === "outcomes.signed_out";
      return (
        <>
          <span>{isOut ? t("loggedOut") : say(sentence)}</span>
          {isOut && (
            <>
              <span> </span>
              <a href={paths.logIn}>{t("logInAgain")}</a>
            </>
          )}
          {ofBefore.has(sentence.key) && (
            <>
              <span> </span>
              <a href="">{t("reload")}</a>
            </>
          )}
          {isUnknown(sentence) && (
            <>
              <span> </span>
              <a href="" target="_blank" rel="noopener">
                {t("lookInTab")}
              </a>
            </>
          )}
        </>
      );
    },
    [t, say, mend],
  );
}

/** The same in a toast, where there is no place in the page for it. A toast with a link stays until it is closed. */
export function useRefusalToast(): (refusal: Pick<Refusal, "sentence" | "fields">) => void {
  const [toast, say] = [useToast(), useRefusal()];
  return useCallback(
    ({ sentence, fields = {} }) => {
      // A toast has no fields: what is wrong in the first one says more than that something is.
      const told = Object.values(fields)[0] ?? sentence;
      toast({ title: say(told), failed: true, sticky: ofBefore.has(told.key) || isUnknown(told) });
    },
    [toast, say],
  );
}
