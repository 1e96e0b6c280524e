import { expect, type Page } from "@playwright/test";

/**
 * Simulates a browser that translates every later page once it is hydrated: each text node, also later ones, is replaced by one with the
 * same text.
 */
export async function startTranslating(page: Page) {
  await page.addInitScript(translate);
}

/** Waits until the browser has translated the page. */
export const isTranslated = (page: Page) => expect(page.locator("html.translated-ltr")).toBeAttached();

/** Runs in the page before all other scripts. Replaces each text by `<font><font>…</font></font>`, as Chrome, Edge and Google do. */
function translate() {
  const untranslated = "script, style, textarea, option, title, noscript";

  function replace(text: Text) {
    if (!/\S/.test(text.data) || text.parentElement?.closest(`font, ${untranslated}`)) return;
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.append(text.data);
    outer.append(inner);
    text.replaceWith(outer);
  }

  function replaceIn(root: Node) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let text: Node | null = walker.currentNode; text; text = walker.nextNode())
      if (text instanceof Text) texts.push(text);
    texts.forEach(replace);
  }

  function begin() {
    const isAwake = Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__react"));
    if (!isAwake) return requestAnimationFrame(begin);
    requestIdleCallback(() => {
      replaceIn(document.body);
      document.documentElement.classList.add("translated-ltr");
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          [target, ...addedNodes].filter((node) => node.isConnected).forEach(replaceIn);
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
  }
  begin();
}
