"use client";

import { createContext, useCallback, useContext } from "react";
import { useDrawnFor } from "@/components/form/drawn-for";
import type { Loss } from "@/components/form/late";
import { unasked } from "@/components/form/refusals";
import { drawnFor } from "@/lib/isomorphic/drawn-for";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Outcome, Result } from "@/lib/isomorphic/result";

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
        if (end !== true) return unasked(result, end);
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
