"use client";

import { useTranslations } from "next-intl";
import { useCallback, useContext } from "react";
import type { ReactNode } from "react";
import { RecoveryContext } from "@/components/form/send";
import { useSentence } from "@/components/form/use-sentence";
import { useToast } from "@/components/ui/toast";
import { onwardOf, paths } from "@/lib/isomorphic/paths";
import type { Refusal, Remedy } from "@/lib/isomorphic/result";

/** The part of a refusal that is shown. An error of one field has no remedy. */
type ShownRefusal = Pick<Refusal, "sentence" | "remedy" | "pendingStep">;

/** Remedies that show a link, so their toast stays until it is closed. */
const linked: ReadonlySet<Remedy | undefined> = new Set(["reload", "look", "settle"]);

/**
 * Says why something was refused. If another user has logged in or the program was updated, adds a link that reloads the page. If the
 * outcome is unknown, adds a link that opens the page in another tab; what was typed stays here. If the session has ended and no dialog can
 * ask, adds a link to the login page. If a step of the login is pending, adds a link to it.
 */
export function useRefusal(): (shown: ShownRefusal) => ReactNode {
  const [t, formatSentence, recover] = [useTranslations("form"), useSentence(), useContext(RecoveryContext)];
  return useCallback(
    ({ sentence, remedy, pendingStep }) => {
      const isOut = recover === null && remedy === "log-in";
      return (
        <>
          <span>{isOut ? t("loggedOut") : formatSentence(sentence)}</span>
          {isOut && (
            <>
              <span> </span>
              <a href={paths.logIn}>{t("logInAgain")}</a>
            </>
          )}
          {pendingStep && (
            <>
              <span> </span>
              <a href={onwardOf(pendingStep)}>{t("settle")}</a>
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
    [t, formatSentence, recover],
  );
}

/** Shows a refusal in a toast, for actions without a place in the page. A toast with a link stays until it is closed. */
export function useRefusalToast(): (refusal: ShownRefusal & Pick<Refusal, "fields">) => void {
  const [toast, renderRefusal] = [useToast(), useRefusal()];
  return useCallback(
    ({ sentence, remedy, pendingStep, fields = {} }) => {
      // A toast has no fields, so it shows the first field's error, which says more than the general one.
      const [fieldError] = Object.values(fields);
      const shown: ShownRefusal = fieldError ? { sentence: fieldError } : { sentence, remedy, pendingStep };
      toast({ title: renderRefusal(shown), failed: true, sticky: linked.has(shown.remedy) });
    },
    [toast, renderRefusal],
  );
}
