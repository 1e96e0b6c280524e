"use client";

import { createContext, useCallback, useContext } from "react";
import type { Loss } from "@/components/form/loss";
import { refusalWithoutDialog } from "@/components/form/refusals";
import { useRenderedFor } from "@/components/form/rendered-for";
import type { Action } from "@/lib/isomorphic/action";
import { renderedFor } from "@/lib/isomorphic/rendered-for";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Outcome, Result } from "@/lib/isomorphic/result";

/** What a user can repair in a dialog: they are logged out, or Steward asks them to re-authenticate. */
export type Recoverable = Extract<Outcome, "signed_out" | "step_up">;

export const isRecoverable = (outcome: Outcome): outcome is Recoverable =>
  outcome === "signed_out" || outcome === "step_up";

/** Whether the user repaired it, or why the dialog could not be shown. */
export type Recovery = boolean | Loss;

/** Opens the dialog that repairs it, and says whether the user did. Without a provider, the refusal stands. */
export const RecoveryContext = createContext<((what: Recoverable) => Promise<Recovery>) | null>(null);

/**
 * Sends a form to its action, for the user whom the page was rendered for. Sends it again after they logged in or re-authenticated. For
 * `useAction` only, because its dialog opens at once. Reads without a press use `useBackgroundRead`.
 */
export function useSend() {
  const [recover, ask] = [useContext(RecoveryContext), useQuietSend()];
  return useCallback(
    async <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      // After a login, the same form may still need re-authentication.
      for (let recoveries = 0; ; recoveries++) {
        const result = await ask(action, form);
        if (!isRefusal(result) || !isRecoverable(result.outcome) || !recover || recoveries === 2) return result;
        const end = await recover(result.outcome);
        if (end === false) return result;
        if (end !== true) return refusalWithoutDialog(result, end);
      }
    },
    [recover, ask],
  );
}

/** Sends a form to its action once, for the user whom the page was rendered for. Opens no dialog. */
export function useQuietSend() {
  const person = useRenderedFor();
  return useCallback(
    <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      if (person !== "") form.set(renderedFor, person);
      return action(null, form);
    },
    [person],
  );
}

/** Turns a path that answers with a `Result` into a form's action. The page stays as it is. */
export function actionAt<T, Input = unknown>(path: string, signal?: AbortSignal): Action<T, Input> {
  return async (_previous: unknown, form: FormData) => {
    const answer = await fetch(path, { method: "POST", body: form, signal });
    return (await answer.json()) as Result<T>;
  };
}
