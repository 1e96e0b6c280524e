"use client";

import { createContext, useCallback, useContext } from "react";
import { useDrawnFor } from "@/components/form/drawn-for";
import type { Loss } from "@/components/form/late";
import { unasked } from "@/components/form/refusals";
import { drawnFor } from "@/lib/isomorphic/drawn-for";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Outcome, Result } from "@/lib/isomorphic/result";

export type Action<T> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;

/** What a user can repair in a dialog: they are logged out, or Steward asks them to re-authenticate. */
export type Mendable = Extract<Outcome, "signed_out" | "step_up">;

export const isMendable = (outcome: Outcome): outcome is Mendable => outcome === "signed_out" || outcome === "step_up";

/** Whether the user repaired it, or why the dialog could not be shown. */
export type Mended = boolean | Loss;

/** Opens the dialog that repairs it, and says whether the user did. Without a provider, the refusal stands. */
export const Mending = createContext<((what: Mendable) => Promise<Mended>) | null>(null);

/**
 * Sends a form to its action, for the user whom the page was drawn for. Sends it again after they logged in or re-authenticated. Use it for
 * presses only, because its dialog opens at once. Reads without a press use `useLook`.
 */
export function useSend() {
  const [mend, ask] = [useContext(Mending), useQuietSend()];
  return useCallback(
    async <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      // After a login, the same form may still need re-authentication.
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

/** Sends a form to its action once, for the user whom the page was drawn for. Opens no dialog. */
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

/** Turns a path that answers with a `Result` into a form's action. The page stays as it is. */
export function actionAt<T>(path: string, signal?: AbortSignal): Action<T> {
  return async (_previous, form) => {
    const answer = await fetch(path, { method: "POST", body: form, signal });
    return (await answer.json()) as Result<T>;
  };
}
