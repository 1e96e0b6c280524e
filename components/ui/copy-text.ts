/** Puts a text on the clipboard, and tells whether the browser let it. The focus stays where it is. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers give no clipboard to a page served over plain HTTP; selecting a text and copying it still works.
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "sr";
  area.value = text;
  // Below a modal dialog nothing can be selected.
  (topmostDialog() ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/** Each dialog is put behind those that are open. */
const topmostDialog = () => [...document.querySelectorAll("dialog:modal")].at(-1);
