"use client";

import { useCallback, useEffect, useState } from "react";
import type { Look } from "@/components/form/look";
import { lost } from "@/components/form/refusals";
import { useRefusalToast } from "@/components/form/use-refusal";
import type { Refusal } from "@/lib/isomorphic/result";

/** Why a part of the program that is loaded when it is needed did not come: an update took it away, or no answer came. */
export type Loss = "updated" | "unanswered";

/** The server answered, and does not have what this page needs: it belongs to another version. */
export class OtherVersion extends Error {}

/**
 * Tells the two apart after an `import()` failed, or what is drawn needed one. The names of the program's files change with their content,
 * so the server has no file of before: it is asked for once more, as a file may also be lost on the way.
 */
export async function whyLost(error: unknown): Promise<Loss> {
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
export const isLostPart = (error: unknown): error is Error => error instanceof Error && error.name === "ChunkLoadError";

/** The file's address stands in the error's message and nowhere else. */
const fileOf = (error: unknown) => (isLostPart(error) ? /\/_next\/static\/\S+/.exec(error.message)?.[0] : undefined);

/** What is loaded as soon as the part around is drawn. Where it does not come, `LookFailed` says why. */
export function useLate<T>(load: () => Promise<T>): Look<T> {
  const [answer, setAnswer] = useState<{ found: T | null; refused: Refusal | null }>({ found: null, refused: null });
  const again = useCallback(
    () =>
      load().then(
        (found) => setAnswer({ found, refused: null }),
        async (error) => setAnswer({ found: null, refused: lost(await whyLost(error)) }),
      ),
    [load],
  );
  useEffect(() => void again(), [again]);
  return { ...answer, again };
}

/** Says in a toast why what was asked for did not open. */
export function useLostToast(): (error: unknown) => Promise<void> {
  const toast = useRefusalToast();
  return useCallback(async (error) => toast(lost(await whyLost(error))), [toast]);
}
