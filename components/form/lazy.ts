"use client";

import { useCallback, useEffect, useState, type ComponentType } from "react";
import type { BackgroundRead } from "@/components/form/background-read";
import { lossReason } from "@/components/form/loss";
import { lost } from "@/components/form/refusals";
import { useRefusalToast } from "@/components/form/use-refusal";
import type { Refusal } from "@/lib/isomorphic/result";

/** Loads something when the surrounding part is first drawn. If that fails, `BackgroundReadFailed` says why. */
export function useLazy<T>(load: () => Promise<T>): BackgroundRead<T> {
  const [answer, setAnswer] = useState<{ found: T | null; refused: Refusal | null }>({ found: null, refused: null });
  const again = useCallback(
    () =>
      load().then(
        (found) => setAnswer({ found, refused: null }),
        async (error) => setAnswer({ found: null, refused: lost(await lossReason(error)) }),
      ),
    [load],
  );
  useEffect(() => void again(), [again]);
  return { ...answer, again };
}

/**
 * A part whose code loads when it is first needed. `whenReady` acts once it is there; if it does not arrive, a toast says why. `prepare` begins
 * to load it before that.
 */
export function useLatePart<Props>(load: () => Promise<ComponentType<Props>>) {
  const [found, setFound] = useState<{ Part: ComponentType<Props> } | null>(null);
  const toastLost = useLossToast();
  const whenReady = (act: () => void) =>
    load().then((Part) => {
      setFound({ Part });
      act();
    }, toastLost);
  const prepare = useCallback(() => void load().catch(ignore), [load]);
  return { Part: found?.Part ?? null, whenReady, prepare };
}

const ignore = () => {};

/** Shows in a toast why a part did not open. */
export function useLossToast(): (error: unknown) => Promise<void> {
  const toast = useRefusalToast();
  return useCallback(async (error) => toast(lost(await lossReason(error))), [toast]);
}
