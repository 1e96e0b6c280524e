import type { Page } from "@playwright/test";

/** What is wrong with how the page as it stands is put together: texts that React could lose, links that are hard to hit, headings that are left out. */
export type Structure = { texts: string[]; links: string[]; headings: string[] };

/** Looks through the whole page, in one go. */
export const structureOf = (page: Page): Promise<Structure> => page.evaluate(examine);

/** Runs in the page. */
function examine(): Structure {
  const said = (node: Node) => (node.textContent ?? "").trim().slice(0, 60);
  const named = (element: Element) => `${element.tagName.toLowerCase()}.${element.className} “${said(element)}”`;

  // A browser that translates the page replaces its texts. What React keeps hold of is a text that is not the only child of its element.
  const untranslated = "script, style, textarea, option, title, noscript, next-route-announcer";
  const isKept = (text: Node) => Object.keys(text).some((key) => key.startsWith("__react"));
  const hasNeighbours = (text: Node) => [...text.parentNode!.childNodes].some((node) => node !== text && node.nodeType !== Node.COMMENT_NODE);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!/\S/.test(text.nodeValue!) || text.parentElement!.closest(untranslated)) continue;
    if (isKept(text) || hasNeighbours(text)) texts.push(`“${said(text)}” in ${named(text.parentElement!)}`);
  }

  // WCAG 2.2, target size: 24 px, except for what stands in a sentence.
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === "none";
  const blockOf = (element: Element): Element => (getComputedStyle(element).display === "inline" ? blockOf(element.parentElement!) : element);
  const isInSentence = (link: Element) => getComputedStyle(link).display === "inline" && said(blockOf(link)) !== said(link);
  const links = [...document.querySelectorAll("a, button, summary")]
    .filter((link) => isShown(link) && link.getBoundingClientRect().height > 0 && link.getBoundingClientRect().height < 24 && !isInSentence(link))
    .map((link) => `${named(link)}: ${link.getBoundingClientRect().height} px`);

  const headings: string[] = [];
  let above = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!heading.checkVisibility()) continue;
    const level = Number(heading.tagName[1]);
    if (level > above + 1 && above > 0) headings.push(`${named(heading)} after h${above}`);
    above = level;
  }
  return { texts, links, headings };
}
