"use client";

/**
 * Enter that is held down counts once: what its first press opened is not pressed by the next. In a text of several lines it goes on
 * breaking lines. instrumentation-client.ts calls this once for every page.
 */
export function ignoreHeldEnter() {
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.repeat || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
