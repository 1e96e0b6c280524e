"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { createContext, useCallback, useContext } from "react";
import { useDrawnFor } from "@/components/form/drawn-for";
import type { Loss } from "@/components/form/late";
import { drawnFor } from "@/lib/isomorphic/drawn-for";
import { isRefusal, unknownIfKept } from "@/lib/isomorphic/result";
import type { Outcome, Refusal, Result, Sentence } from "@/lib/isomorphic/result";

export type Action<T> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;

/** What a person can mend in a dialog: nobody is signed in any more, or a proof of who they are is asked for again. */
export type Mendable = Extract<Outcome, "signed_out" | "step_up">;

export const isMendable = (outcome: Outcome): outcome is Mendable => outcome === "signed_out" || outcome === "step_up";

/** Whether the person mended it; where the dialog that asks them could not be had, why. */
export type Mended = boolean | Loss;

/** What stands above may mend it with the person, and says whether they did. Without it the answer stands. */
export const Mending = createContext<((what: Mendable) => Promise<Mended>) | null>(null);

/**
 * Sends a form to its action, for the person whom the page was drawn for; once more where they are back, or have proved again who
 * they are. It is for what a person pressed: the dialog that asks them comes at once. What a page reads by itself uses `useLook`.
 */
export function useSend() {
  const [mend, ask] = [useContext(Mending), useQuietSend()];
  return useCallback(
    async <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      // Back again, the same form may still be asked for a proof.
      for (let mended = 0; ; mended++) {
        const result = await ask(action, form);
        if (!isRefusal(result) || !isMendable(result.outcome) || !mend || mended === 2) return result;
        const end = await mend(result.outcome);
        if (end === false) return result;
        if (end !== true) return { ...result, sentence: { key: end === "updated" ? "form.updated" : "form.unasked" } };
      }
    },
    [mend, ask],
  );
}

/** Sends a form to its action once, for the person whom the page was drawn for, and asks nobody anything. */
export function useQuietSend() {
  const person = useDrawnFor();
  return useCallback(
    <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      if (person !== "") form.set(drawnFor, person);
      return action(null, form);
    },
    [person],
  );
}

/** An address that answers with its `Result`, as a form's action: the page around stays as it is. */
export function actionAt<T>(address: string, signal?: AbortSignal): Action<T> {
  return async (_previous, form) => {
    const answer = await fetch(address, { method: "POST", body: form, signal });
    return (await answer.json()) as Result<T>;
  };
}

/** The change may have been made, and only its answer was lost. */
export const unknownIfSaved = "form.unknown";

/** Whether nobody knows if it was saved: the answer was lost on its way here, or the database's on its way to the program. */
export const isUnknown = ({ key }: Sentence) => key === unknownIfSaved || key === unknownIfKept.sentence.key;

/** Why a change gave no result: the program was updated under the open page, or no answer came and nobody knows. */
export const lostChange = (error: unknown): Sentence => ({ key: isOfBefore(error) ? "form.updated" : unknownIfSaved });

/** Why a read gave no result. There was nothing to save. */
export const lostRead = (error: unknown): Sentence => ({ key: isOfBefore(error) ? "form.updatedRead" : "form.unanswered" });

/** The same refusal of what saves nothing, whose sentences do not speak of saving. */
export function asRead(refusal: Refusal): Refusal {
  const { outcome, sentence } = refusal;
  const key = sentence.key === `outcomes.${outcome}` || isUnknown(sentence) ? ofRead[outcome] : undefined;
  return key ? { ...refusal, sentence: { ...sentence, key } } : refusal;
}

const ofRead: Partial<Record<Outcome, string>> = {
  signed_out: "form.loggedOut",
  step_up: "form.unconfirmed",
  unavailable: "form.unreadable",
  failed: "form.readFailed",
};

/** The action was asked of a program that does not have it: it ran nowhere. */
const isOfBefore = (error: unknown) => unstable_isUnrecognizedActionError(error);
