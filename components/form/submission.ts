"use client";

import { unstable_rethrow } from "next/navigation";
import { useCallback, useRef, useState, useTransition } from "react";
import { asRead, lostChange, lostRead } from "@/components/form/refusals";
import { isMendable, useSend, type Action } from "@/components/form/send";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Refusal } from "@/lib/isomorphic/result";

type Submission<T> = {
  action: Action<T>;
  /** What is sent; where it takes time to make, a function. It gives nothing where there is nothing to send. */
  form: FormData | (() => Promise<FormData | null | undefined>);
  /** It may return a promise: until that is kept, another press does nothing. */
  onDone: (value: T) => unknown;
  onRefused: (refusal: Refusal) => void;
  /** It saves nothing, so that where no answer comes there is nothing to wonder about. */
  asks?: boolean;
  /** What is not sent twice at once. Two submissions of different keys do not wait for each other. */
  key?: string;
};

/**
 * The one way in which something that was pressed is sent. While it is under way, another press of the same does nothing. `submit` is
 * fulfilled when the answer was told; it never fails, except by Next's redirects, after which the form stays shut.
 */
export function useSubmission(): { pending: boolean; submit: <T>(submission: Submission<T>) => Promise<void> } {
  const send = useSend();
  // A transition brings Next's redirects to where they are followed. Whether it is pending says nothing: React waits for all of them at
  // once, so an answer that never comes would hold every form.
  const [, start] = useTransition();
  const underWay = useRef(new Set<string>());
  const [pending, setPending] = useState(false);

  const submit = useCallback(
    <T>({ action, form, onDone, onRefused, asks = false, key = "" }: Submission<T>) => {
      const keys = underWay.current;
      if (keys.has(key)) return Promise.resolve();
      keys.add(key);
      setPending(true);
      return new Promise<void>((told) =>
        start(async () => {
          try {
            const ready = typeof form === "function" ? await form() : form;
            if (ready) {
              const result = await send(action, ready);
              if (isRefusal(result)) onRefused(asks && !isMendable(result.outcome) ? asRead(result) : result);
              else await onDone(result.value);
            }
          } catch (error) {
            unstable_rethrow(error);
            onRefused((asks ? lostRead : lostChange)(error));
          }
          keys.delete(key);
          setPending(keys.size > 0);
          told();
        }),
      );
    },
    [send],
  );
  return { pending, submit };
}
