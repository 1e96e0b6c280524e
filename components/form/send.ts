"use client";

import { createContext, useCallback, useContext } from "react";
import { useDrawnFor } from "@/components/form/drawn-for";
import { drawnFor } from "@/lib/isomorphic/drawn-for";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Outcome, Result } from "@/lib/isomorphic/result";

type Action<T> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;

/** What a person can mend in a dialog: nobody is signed in any more, or a proof of who they are is asked for again. */
export type Mendable = Extract<Outcome, "signed_out" | "step_up">;

const isMendable = (outcome: Outcome): outcome is Mendable => outcome === "signed_out" || outcome === "step_up";

/** Whoever stands above may mend it with the person, and says whether they did. Without them the answer stands. */
export const Mending = createContext<((what: Mendable) => Promise<boolean>) | null>(null);

/**
 * Sends a form to its action, for the person whom the page was drawn for; once more where they are back, or have proved again who
 * they are.
 */
export function useSend() {
  const [mend, person] = [useContext(Mending), useDrawnFor()];
  return useCallback(
    async <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      if (person !== "") form.set(drawnFor, person);
      // Back again, the same form may still be asked for a proof.
      for (let mended = 0; ; mended++) {
        const result = await action(null, form);
        if (!isRefusal(result) || !isMendable(result.outcome) || !mend || mended === 2) return result;
        if (!(await mend(result.outcome))) return result;
      }
    },
    [mend, person],
  );
}

/** An address that answers with its `Result`, as a form's action: the page around stays as it is. */
export function actionAt<T>(address: string, signal?: AbortSignal): Action<T> {
  return async (_previous, form) => {
    const answer = await fetch(address, { method: "POST", body: form, signal });
    return (await answer.json()) as Result<T>;
  };
}
