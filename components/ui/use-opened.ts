"use client";

import { useCallback, useState } from "react";

export type Opened<T> = {
  value: T;
  /** Closes only this dialog. A late answer must not close one that was opened since. */
  close: () => void;
};

/** Keeps which of several dialogs is open. Returns it with a function that opens one. */
export function useOpened<T>(): [Opened<T> | null, (value: T) => void] {
  const [opened, setOpened] = useState<Opened<T> | null>(null);
  const open = useCallback((value: T) => {
    const own: Opened<T> = { value, close: () => setOpened((now) => (now === own ? null : now)) };
    setOpened(own);
  }, []);
  return [opened, open];
}
