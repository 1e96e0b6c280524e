"use client";

import { createContext, useCallback, useContext } from "react";
import { isRefusal } from "@/lib/result";
import type { Result } from "@/lib/result";

type Action<T> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;

/**
 * What can be done where an answer is that nobody is signed in any more: whoever stands above may bring the person back,
 * and says whether it did. Without it the answer stands.
 */
export const ComingBack = createContext<(() => Promise<boolean>) | null>(null);

/** Sends a form to its action; once more where the person was signed out and is back. */
export function useSend() {
  const comeBack = useContext(ComingBack);
  return useCallback(
    async <T>(action: Action<T>, form: FormData): Promise<Result<T>> => {
      const result = await action(null, form);
      if (!isRefusal(result) || result.outcome !== "signed_out" || !comeBack) return result;
      return (await comeBack()) ? action(null, form) : result;
    },
    [comeBack],
  );
}

/** An address that answers with its `Result`, as a form's action: the page around stays as it is. */
export function actionAt<T>(address: string): Action<T> {
  return async (_previous, form) => {
    const answer = await fetch(address, { method: "POST", body: form });
    return (await answer.json()) as Result<T>;
  };
}
