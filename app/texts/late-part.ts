"use client";

import { useCallback, useContext, useState, type ComponentType } from "react";
import { loadLateTexts } from "@/app/texts/load-texts";
import { LateFile } from "@/app/texts/texts-from";
import { useLossToast } from "@/components/form/lazy";

/** Loads the code of a part together with its texts, so that it comes complete or not at all. Draw it inside `LateTexts`. */
export function useLateLoad() {
  const file = useContext(LateFile);
  return useCallback(
    async <T>(load: () => Promise<T>): Promise<T> => {
      const [part] = await Promise.all([load(), file === null ? null : loadLateTexts(file)]);
      return part;
    },
    [file],
  );
}

/**
 * A part whose code and texts load when it is first needed. `whenReady` acts once they are there; if they do not arrive, a toast says why.
 * `prepare` begins to load them before that. Draw the part inside `LateTexts`.
 */
export function useLatePart<Props>(load: () => Promise<ComponentType<Props>>) {
  const [found, setFound] = useState<{ Part: ComponentType<Props> } | null>(null);
  const [withTexts, toastLost] = [useLateLoad(), useLossToast()];
  const whenReady = (act: () => void) =>
    withTexts(load).then((Part) => {
      setFound({ Part });
      act();
    }, toastLost);
  const prepare = useCallback(() => void withTexts(load).catch(ignore), [withTexts, load]);
  return { Part: found?.Part ?? null, whenReady, prepare };
}

const ignore = () => {};
