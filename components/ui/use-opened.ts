"use client";

import { useCallback, useState } from "react";

export type Opened<T> = {
  value: T;
  /** Closes this, and nothing that was opened since: an answer may come late. */
  close: () => void;
};

/** What is open of several dialogs, and what opens one of them. */
export function useOpened<T>(): [Opened<T> | null, (value: T) => void] {
  const [opened, setOpened] = useState<Opened<T> | null>(null);
  const open = useCallback((value: T) => {
    const own: Opened<T> = { value, close: () => setOpened((now) => (now === own ? null : now)) };
    setOpened(own);
  }, []);
  return [opened, open];
}
