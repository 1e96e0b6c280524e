"use client";

import { unstable_rethrow } from "next/navigation";
import { useCallback, useRef, useState, useTransition } from "react";
import { asRead, refusalForLostChange, refusalForLostRead } from "@/components/form/refusals";
import { isRecoverable, useSend, type Action } from "@/components/form/send";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Refusal } from "@/lib/isomorphic/result";

type Submission<T> = {
  action: Action<T>;
  /** What to send, or a function that makes it. The function returns nothing if there is nothing to send. */
  form: FormData | (() => Promise<FormData | null | undefined>);
  /** May return a promise. Until it settles, another press does nothing. */
  onDone: (value: T) => unknown;
  onRefused: (refusal: Refusal) => void;
  /** Marks a request that saves nothing, so a lost answer leaves nothing uncertain. */
  asks?: boolean;
  /** Prevents two equal submissions at the same time. Submissions with different keys do not wait for each other. */
  key?: string;
};

/**
 * The only way to send what a user pressed. During a request, another press of the same does nothing. `submit` resolves when the answer was
 * shown. It rejects only for Next's redirects, after which the form stays blocked.
 */
export function useSubmission(): { pending: boolean; submit: <T>(submission: Submission<T>) => Promise<void> } {
  const send = useSend();
  // A transition carries Next's redirects to the router. Its pending state is useless here: React waits for all transitions together, so
  // one missing answer would block every form.
  const [, start] = useTransition();
  const underWay = useRef(new Set<string>());
  const [pending, setPending] = useState(false);

  const submit = useCallback(
    <T>({ action, form, onDone, onRefused, asks = false, key = "" }: Submission<T>) => {
      const keys = underWay.current;
      if (keys.has(key)) return Promise.resolve();
      keys.add(key);
      setPending(true);
      return new Promise<void>((resolve) =>
        start(async () => {
          try {
            const ready = typeof form === "function" ? await form() : form;
            if (ready) {
              const result = await send(action, ready);
              if (isRefusal(result)) onRefused(asks && !isRecoverable(result.outcome) ? asRead(result) : result);
              else await onDone(result.value);
            }
          } catch (error) {
            unstable_rethrow(error);
            onRefused((asks ? refusalForLostRead : refusalForLostChange)(error));
          }
          keys.delete(key);
          setPending(keys.size > 0);
          resolve();
        }),
      );
    },
    [send],
  );
  return { pending, submit };
}
