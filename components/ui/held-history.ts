"use client";

import { useEffect, useRef } from "react";

type Hold = {
  /** Whether Back and Forward would lose something now. */
  isHeld: () => boolean;
  /** Asks the user. `proceed` continues the navigation after all. */
  ask: (proceed: () => void) => void;
};

// In the order in which they were opened.
const holds: { current: Hold; from: number | undefined }[] = [];
let [returning, released] = [false, false];

/**
 * Handles Back and Forward before Next does. A window calls its listeners in the order of registration, so instrumentation-client.ts calls
 * this before Next starts.
 */
export function holdHistory() {
  addEventListener("popstate", (event) => {
    if (returning) {
      returning = false;
      return event.stopImmediatePropagation();
    }
    const hold = holds.findLast(({ current }) => current.isHeld());
    if (released || !hold) {
      released = false;
      return;
    }
    event.stopImmediatePropagation();
    const to = indexOfEntry();
    // If the browser does not number its history entries, it was most likely Back.
    const steps = hold.from === undefined || to === undefined ? -1 : to - hold.from;
    // The browser has already moved when the event fires. Moves it back without telling Next.
    returning = true;
    history.go(-steps);
    hold.current.ask(() => {
      released = true;
      history.go(steps);
    });
  });
}

/**
 * Blocks Back and Forward while `isHeld` returns true, and calls `ask` instead. If the user leaves the whole page, the browser asks in its
 * own words.
 */
export function useHeldHistory(isHeld: Hold["isHeld"], ask: Hold["ask"]) {
  const hold = useRef({ isHeld, ask });
  useEffect(() => void (hold.current = { isHeld, ask }));
  useEffect(() => {
    const own = {
      get current() {
        return hold.current;
      },
      from: indexOfEntry(),
    };
    const unloading = (event: BeforeUnloadEvent) => own.current.isHeld() && event.preventDefault();
    holds.push(own);
    addEventListener("beforeunload", unloading);
    return () => {
      holds.splice(holds.indexOf(own), 1);
      removeEventListener("beforeunload", unloading);
    };
  }, []);
}

/** The index of the tab's current history entry, or undefined in browsers without the Navigation API. */
const indexOfEntry = (): number | undefined =>
  (window as { navigation?: { currentEntry?: { index: number } | null } }).navigation?.currentEntry?.index;
