"use client";

import { useCallback, useEffect, useState } from "react";
import type { BackgroundRead } from "@/components/form/background-read";
import { lost } from "@/components/form/refusals";
import { useRefusalToast } from "@/components/form/use-refusal";
import type { Refusal } from "@/lib/isomorphic/result";

/** Why a lazily loaded part did not arrive: an update removed it, or the server did not answer. */
export type Loss = "updated" | "unanswered";

/** The server answered but does not have what this page needs. The page belongs to another version. */
export class OtherVersion extends Error {}

/**
 * Tells the two apart after an `import()` failed, also during rendering. File names change with their content, so an updated server no
 * longer has the old file. Asks for it once more, because a file may also be lost on the way.
 */
export async function lossReason(error: unknown): Promise<Loss> {
  if (error instanceof OtherVersion) return "updated";
  const file = fileOf(error);
  if (!file) return "unanswered";
  try {
    const { status } = await fetch(file, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10_000) });
    return status === 404 ? "updated" : "unanswered";
  } catch {
    return "unanswered";
  }
}

/** Whether a file of the program could not be loaded. */
export const isChunkError = (error: unknown): error is Error =>
  error instanceof Error && error.name === "ChunkLoadError";

/** The URL is only in the error's message. */
const fileOf = (error: unknown) => (isChunkError(error) ? /\/_next\/static\/\S+/.exec(error.message)?.[0] : undefined);

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
