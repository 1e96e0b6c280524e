/** Puts a text on the clipboard, and tells whether the browser let it. A modal dialog hands in an element of its own. */
export async function copyText(text: string, near: HTMLElement = document.body): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers give no clipboard to a page served over plain HTTP; selecting a text and copying it still works.
    const area = document.createElement("textarea");
    area.className = "sr";
    area.value = text;
    near.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
