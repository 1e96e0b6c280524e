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

type Pressed = Pick<KeyboardEvent, "key" | "code" | "repeat" | "isComposing" | "keyCode" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether text is being composed, as Chinese and Japanese are: every key is the composition's. Safari tells the last one by its number alone. */
export const isComposing = ({ isComposing: composing, keyCode }: Pick<Pressed, "isComposing" | "keyCode">) => composing || keyCode === 229;

/**
 * Whether ⌘, elsewhere Ctrl, was pressed with this Latin letter, and nothing else. On a keyboard of another script the key in the letter's
 * place counts. A key that is held down counts once.
 */
export function isShortcut(event: Pressed, letter: string): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
  const mod = isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return mod && !altKey && !shiftKey && !repeat && !isComposing(event) && latinLetter(event) === letter;
}

/** The letter of a key; of one that gives another script, the letter that stands there on a Latin keyboard. */
export const latinLetter = ({ key, code }: Pick<Pressed, "key" | "code">) =>
  (/^[ -\u024f]$/.test(key) ? key : code.replace(/^Key/, "")).toLowerCase();

type Modifiers = Pick<Pressed, "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether a key was pressed together with another that gives it another meaning; `except` is one that does not count. */
export const hasModifier = ({ ctrlKey, metaKey, altKey, shiftKey }: Modifiers, except?: "shiftKey") =>
  ctrlKey || metaKey || altKey || (shiftKey && except !== "shiftKey");

/** Whether the focus is where a letter that is pressed is text. */
export function isTyping(): boolean {
  const element = document.activeElement;
  return element instanceof HTMLElement && (element.isContentEditable || element.matches(typedInto));
}

const typedInto = 'textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';

/** Whether ⌘ is the key that others have as Ctrl. */
export const isApple = () => /^(Mac|iP)/.test(navigator.platform);

const never = () => () => {};
