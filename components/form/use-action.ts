"use client";

import { unstable_rethrow } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { asRead, refusalForLostChange, refusalForLostRead } from "@/components/form/refusals";
import { isRecoverable, useSend } from "@/components/form/send";
import { useRefusalToast } from "@/components/form/use-refusal";
import type { Action, FormValues } from "@/lib/isomorphic/action";
import { isRefusal, type Refusal } from "@/lib/isomorphic/result";

type Options = {
  /** Marks a request that saves nothing, so a lost answer leaves nothing uncertain. */
  asks?: boolean;
  /** Receives every refusal. Without it, a toast shows the refusal. */
  onRefused?: (refusal: Refusal) => void;
};

/** Makes what to send, or returns nothing if there is nothing to send. */
type Prepare = () => Promise<FormData | null | undefined>;

type Sender<T, Input> = {
  /** Whether a request is under way. */
  pending: boolean;
  /** Sends, and runs `onDone` after success. Resolves when the answer was shown, also a refusal. */
  send: (what: FormValues<Input> | FormData | Prepare, onDone?: (value: T) => unknown) => Promise<void>;
};

/**
 * The only way to send what a user pressed: for forms, menus, the palette and switches. While a request is under way, sending equal values
 * or another function does nothing. The same holds until a promise from `onDone` settles, and after a redirect of Next.
 */
export function useAction<T, Input>(
  action: Action<T, Input>,
  { asks = false, onRefused }: Options = {},
): Sender<T, Input> {
  const [request, toastRefusal] = [useSend(), useRefusalToast()];
  // A transition carries Next's redirects to the router. Its pending state is useless here: React waits for all transitions together, so
  // one missing answer would block every form.
  const [, start] = useTransition();
  const underWay = useRef(new Set<string>());
  const [pending, setPending] = useState(false);
  const refuse = onRefused ?? toastRefusal;

  function send(what: FormValues<Input> | FormData | Prepare, onDone?: (value: T) => unknown) {
    const given = typeof what === "function" ? null : formOf(what);
    const [key, keys] = [given ? JSON.stringify([...given]) : "", underWay.current];
    if (keys.has(key)) return Promise.resolve();
    keys.add(key);
    setPending(true);
    return new Promise<void>((resolve) =>
      start(async () => {
        try {
          const form = given ?? (await (what as Prepare)());
          if (form) {
            const result = await request(action, form);
            if (isRefusal(result)) refuse(asks && !isRecoverable(result.outcome) ? asRead(result) : result);
            else await onDone?.(result.value);
          }
        } catch (error) {
          unstable_rethrow(error);
          refuse((asks ? refusalForLostRead : refusalForLostChange)(error));
        }
        keys.delete(key);
        setPending(keys.size > 0);
        resolve();
      }),
    );
  }

  return { pending, send };
}

function formOf(values: object): FormData {
  if (values instanceof FormData) return values;
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}
