"use client";

import { useSyncExternalStore } from "react";

type Keys = { keys: string; mod?: boolean };

/** Draws the keys of a shortcut. `mod` is ⌘ on Apple devices, otherwise Ctrl. Screen readers use aria-keyshortcuts instead. */
export function Shortcut({ keys, mod }: Keys) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <kbd className="keys" aria-hidden="true">
      {mod && <span>{apple ? "⌘" : "Ctrl"}</span>}
      <span>{keys}</span>
    </kbd>
  );
}

/** The shortcut in words, for screen readers. */
export const shortcutName = ({ keys, mod }: Keys) => (mod ? `${isApple() ? "Command" : "Control"} ${keys}` : keys);

type Pressed = Pick<
  KeyboardEvent,
  "key" | "code" | "repeat" | "isComposing" | "keyCode" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"
>;

/**
 * Whether text is being composed, as for Chinese and Japanese: every key then belongs to the composition. Safari marks the last key only by
 * the number 229.
 */
export const isComposing = ({ isComposing: composing, keyCode }: Pick<Pressed, "isComposing" | "keyCode">) =>
  composing || keyCode === 229;

/**
 * Whether ⌘ (elsewhere Ctrl) was pressed with only this Latin letter. On non-Latin keyboards, the key's position counts. A held key counts
 * once.
 */
export function isShortcut(event: Pressed, letter: string): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
  const mod = isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return mod && !altKey && !shiftKey && !repeat && !isComposing(event) && latinLetter(event) === letter;
}

/** The letter of a key. On a non-Latin keyboard, the letter at the same position of a Latin one. */
export const latinLetter = ({ key, code }: Pick<Pressed, "key" | "code">) =>
  (/^[ -\u024f]$/.test(key) ? key : code.replace(/^Key/, "")).toLowerCase();

type Modifiers = Pick<Pressed, "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether a modifier key was pressed too. `except` names one to ignore. */
export const hasModifier = ({ ctrlKey, metaKey, altKey, shiftKey }: Modifiers, except?: "shiftKey") =>
  ctrlKey || metaKey || altKey || (shiftKey && except !== "shiftKey");

/** Whether the focus is in a control that accepts typed letters. */
export function isTyping(): boolean {
  const element = document.activeElement;
  return element instanceof HTMLElement && (element.isContentEditable || element.matches(typedInto));
}

const typedInto = 'textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';

/** Whether this is an Apple device, which uses ⌘ in place of Ctrl. */
export const isApple = () => /^(Mac|iP)/.test(navigator.platform);

const never = () => () => {};
