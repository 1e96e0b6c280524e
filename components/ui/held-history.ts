"use client";

import { useEffect, useRef } from "react";

type Hold = {
  /** Whether Back and Forward would lose something now. */
  isHeld: () => boolean;
  /** Called with what leads on after all. */
  ask: (goOn: () => void) => void;
};

// The one that was opened last stands last.
const holds: { current: Hold; from: number | undefined }[] = [];
let [returning, released] = [false, false];

/**
 * Hears of Back and Forward before Next does. A window tells its listeners in the order in which they came, so instrumentation-client.ts
 * calls this before Next starts.
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
    // Where the browser does not number its entries, it was most likely Back.
    const steps = hold.from === undefined || to === undefined ? -1 : to - hold.from;
    // The browser has gone when it tells of it. It is sent back, and Next never knows.
    returning = true;
    history.go(-steps);
    hold.current.ask(() => {
      released = true;
      history.go(steps);
    });
  });
}

/**
 * While `isHeld` says so, Back and Forward lead nowhere, and `ask` is called with what leads on after all. Where the whole page would go,
 * the browser asks in its own words.
 */
export function useHeldHistory(isHeld: Hold["isHeld"], ask: Hold["ask"]) {
  const hold = useRef({ isHeld, ask });
  useEffect(() => void (hold.current = { isHeld, ask }));
  useEffect(() => {
    const own = { get current() { return hold.current; }, from: indexOfEntry() };
    const unloading = (event: BeforeUnloadEvent) => own.current.isHeld() && event.preventDefault();
    holds.push(own);
    addEventListener("beforeunload", unloading);
    return () => {
      holds.splice(holds.indexOf(own), 1);
      removeEventListener("beforeunload", unloading);
    };
  }, []);
}

/** Which entry of the tab's history is shown; unknown in browsers without the Navigation API. */
const indexOfEntry = (): number | undefined =>
  (window as { navigation?: { currentEntry?: { index: number } | null } }).navigation?.currentEntry?.index;
