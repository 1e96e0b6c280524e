import type { Page } from "@playwright/test";

/** Structural faults of the current page. */
export type Structure = {
  /** Texts that React loses when the browser translates the page. */
  texts: string[];
  /** Links and buttons lower than 24 px. */
  links: string[];
  /** Headings more than one level below the previous one. */
  headings: string[];
  /** Invalid markup that html-validate does not find: lists of terms, and controls of a missing form. */
  invalid: string[];
};

export const sound: Structure = { texts: [], links: [], headings: [], invalid: [] };

/** Examines the whole page in one call. */
export const structureOf = (page: Page): Promise<Structure> => page.evaluate(examine);

/** Runs in the page. */
function examine(): Structure {
  const textOf = (node: Node) => (node.textContent ?? "").trim().slice(0, 60);
  const named = (element: Element) => `${element.tagName.toLowerCase()}.${element.className} “${textOf(element)}”`;

  // A browser that translates a page replaces its text nodes. React keeps a text node only if it is not the only child of its element.
  const untranslated = "script, style, textarea, option, title, noscript, next-route-announcer";
  const isReactNode = (text: Node) => Object.keys(text).some((key) => key.startsWith("__react"));
  const hasNeighbours = (text: Node) =>
    [...text.parentNode!.childNodes].some((node) => node !== text && node.nodeType !== Node.COMMENT_NODE);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!/\S/.test(text.nodeValue!) || text.parentElement!.closest(untranslated)) continue;
    if (isReactNode(text) || hasNeighbours(text)) texts.push(`“${textOf(text)}” in ${named(text.parentElement!)}`);
  }

  // WCAG 2.2, target size: 24 px, except for links in a sentence.
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === "none";
  const blockOf = (element: Element): Element =>
    getComputedStyle(element).display === "inline" ? blockOf(element.parentElement!) : element;
  const isInSentence = (link: Element) =>
    getComputedStyle(link).display === "inline" && textOf(blockOf(link)) !== textOf(link);
  const links = [...document.querySelectorAll("a, button, summary")]
    .filter(
      (link) =>
        isShown(link) &&
        link.getBoundingClientRect().height > 0 &&
        link.getBoundingClientRect().height < 24 &&
        !isInSentence(link),
    )
    .map((link) => `${named(link)}: ${link.getBoundingClientRect().height} px`);

  const headings: string[] = [];
  let above = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!isShown(heading)) continue;
    const level = Number(heading.tagName[1]);
    if (level > above + 1 && above > 0) headings.push(`${named(heading)} after h${above}`);
    above = level;
  }

  const order = (list: Element) => [...list.children].map(({ tagName }) => tagName.toLowerCase()).join(" ");
  const isWhole = (list: Element) => /^((dt )+(dd ?)+)+$/.test(order(list));
  const lists = [...document.querySelectorAll("dl")].filter((list) =>
    order(list).includes("div")
      ? [...list.children].some((group) => group.tagName !== "DIV" || !isWhole(group))
      : !isWhole(list),
  );
  const lost = [...document.querySelectorAll("[form]")].filter(
    (control) => !(document.getElementById(control.getAttribute("form")!) instanceof HTMLFormElement),
  );
  return { texts, links, headings, invalid: [...lists, ...lost].map((element) => element.outerHTML.slice(0, 200)) };
}
