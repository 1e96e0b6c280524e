/** Copies a text to the clipboard, and returns whether the browser allowed it. The focus stays in place. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers withhold the clipboard API from pages over plain HTTP. Selecting and copying still works.
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "sr-only";
  area.value = text;
  // Nothing below a modal dialog can be selected.
  (topmostDialog() ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/** Dialogs are appended in the order in which they open. */
const topmostDialog = () => [...document.querySelectorAll("dialog:modal")].at(-1);
