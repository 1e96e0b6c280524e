"use client";

/**
 * Makes a held Enter count once, so it does not press what its first press opened. In a text area it keeps breaking lines.
 * instrumentation-client.ts calls this once for every page.
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
