"use client";

import { useCallback, useEffect, useState } from "react";
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

/** Shows in a toast why a part did not open. */
export function useLossToast(): (error: unknown) => Promise<void> {
  const toast = useRefusalToast();
  return useCallback(async (error) => toast(lost(await lossReason(error))), [toast]);
}
