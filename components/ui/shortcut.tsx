"use client";

import { useSyncExternalStore } from "react";

type Keys = { keys: string; mod?: boolean };

/** The keys of a shortcut, drawn as keys. `mod` is ⌘ where the keyboard has one, else Ctrl. Not read aloud: see aria-keyshortcuts. */
export function Shortcut({ keys, mod }: Keys) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <kbd className="keys" aria-hidden="true">
      {mod && <span>{apple ? "⌘" : "Ctrl"}</span>}
      <span>{keys}</span>
    </kbd>
  );
}

/** The same in words, to be read aloud. */
export const shortcutName = ({ keys, mod }: Keys) => (mod ? `${isApple() ? "Command" : "Control"} ${keys}` : keys);

/** Whether the focus is where a letter that is pressed is text. */
export function isTyping(): boolean {
  const element = document.activeElement;
  return element instanceof HTMLElement && (element.isContentEditable || element.matches(typedInto));
}

const typedInto = 'textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';

/** Whether ⌘ is the key that others have as Ctrl. */
export const isApple = () => /^(Mac|iP)/.test(navigator.platform);

const never = () => () => {};
