"use client";

import { useTranslations } from "next-intl";
import { useCallback, useContext } from "react";
import type { ReactNode } from "react";
import { Mending } from "@/components/form/send";
import { useSentence } from "@/components/form/use-sentence";
import { useToast } from "@/components/ui/toast";
import { paths } from "@/lib/isomorphic/paths";
import type { Refusal, Remedy } from "@/lib/isomorphic/result";

/** What is told of a refusal: what is wrong in one field has no remedy. */
type Told = Pick<Refusal, "sentence" | "remedy">;

/** A link offers these, so whatever tells them stays until it is closed. */
const linked: ReadonlySet<Remedy | undefined> = new Set(["reload", "look"]);

/**
 * Says why something was refused. Where another person is logged in by now, or the program was updated, a link behind it loads the page
 * again; where nobody knows whether it was saved, a link shows in another tab how things stand, and what was typed here stays. Where the
 * session ended and no dialog asks, a link leads to the log-in page.
 */
export function useRefusal(): (told: Told) => ReactNode {
  const [t, say, mend] = [useTranslations("form"), useSentence(), useContext(Mending)];
  return useCallback(
    ({ sentence, remedy }) => {
      const isOut = mend === null && remedy === "log-in";
      return (
        <>
          <span>{isOut ? t("loggedOut") : say(sentence)}</span>
          {isOut && (
            <>
              <span> </span>
              <a href={paths.logIn}>{t("logInAgain")}</a>
            </>
          )}
          {remedy === "reload" && (
            <>
              <span> </span>
              <a href="">{t("reload")}</a>
            </>
          )}
          {remedy === "look" && (
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
export function useRefusalToast(): (refusal: Told & Pick<Refusal, "fields">) => void {
  const [toast, say] = [useToast(), useRefusal()];
  return useCallback(
    ({ sentence, remedy, fields = {} }) => {
      // A toast has no fields: what is wrong in the first one says more than that something is.
      const [wrong] = Object.values(fields);
      const told: Told = wrong ? { sentence: wrong } : { sentence, remedy };
      toast({ title: say(told), failed: true, sticky: linked.has(told.remedy) });
    },
    [toast, say],
  );
}
