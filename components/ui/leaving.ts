"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Calls `left` when another address is there: Next changes the page below without a load. */
export function useLeaving(left: () => void) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const drawnAt = useRef(address);
  const latest = useRef(left);
  useEffect(() => void (latest.current = left));
  useEffect(() => {
    if (address === drawnAt.current) return;
    drawnAt.current = address;
    latest.current();
  }, [address]);
}

/**
 * While `isHeld` says so, Back and Forward lead nowhere: `ask` is called with what leads on after all. The browser has gone when it
 * tells of it, so it is sent back before Next hears of anything.
 */
export function useHeldHistory(isHeld: () => boolean, ask: (goOn: () => void) => void) {
  const latest = useRef({ isHeld, ask });
  useEffect(() => void (latest.current = { isHeld, ask }));
  useEffect(() => {
    const from = indexOfEntry();
    let [returning, released] = [false, false];
    const gone = (event: PopStateEvent) => {
      if (!returning && (released || !latest.current.isHeld())) return;
      // Next listens later, as it does not ask to be told first.
      event.stopImmediatePropagation();
      if (returning) {
        returning = false;
        return;
      }
      const to = indexOfEntry();
      // Where the browser does not number its entries, it was most likely Back.
      const steps = from === undefined || to === undefined ? -1 : to - from;
      returning = true;
      history.go(-steps);
      latest.current.ask(() => {
        released = true;
        history.go(steps);
      });
    };
    addEventListener("popstate", gone, { capture: true });
    return () => removeEventListener("popstate", gone, { capture: true });
  }, []);
}

/** Which entry of the tab's history is shown; unknown in browsers without the Navigation API. */
const indexOfEntry = (): number | undefined =>
  (window as { navigation?: { currentEntry?: { index: number } | null } }).navigation?.currentEntry?.index;
