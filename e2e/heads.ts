import type { Page } from "@playwright/test";
import { rounds } from "@/e2e/rounds";

/** The narrowest width of every table layout, and widths between. */
export const widthsOfTables = rounds([320, 768, 1024, 1168], [320, 767, 768, 860, 960, 1024, 1068, 1168, 1600]);

/** Finds column headings whose text leaves its box, overlaps a neighbour's, or is hidden. Measures each text. */
export const cutHeads = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isHidden = (element: Element) =>
      element.closest(".sr-only") !== null || getComputedStyle(element.closest("thead")!).clipPath !== "none";
    const heads = [...document.querySelectorAll('thead th[scope="col"]')].filter(
      (head) => head.checkVisibility() && !isHidden(head),
    );
    return heads.flatMap((head) => {
      const { paddingLeft, paddingRight } = getComputedStyle(head);
      const box = head.getBoundingClientRect();
      const [left, right] = [
        box.left + Number.parseFloat(paddingLeft) - 1,
        box.right - Number.parseFloat(paddingRight) + 1,
      ];
      const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
      const faults: string[] = [];
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        if (isHidden(text.parentElement!)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const outside = [...range.getClientRects()].find(
          (line) => line.left < left || line.right > right || line.top < box.top || line.bottom > box.bottom,
        );
        if (outside)
          faults.push(
            `${innerWidth} px: “${text.nodeValue}” is ${Math.round(outside.width)} px wide in ${Math.round(right - left)}`,
          );
      }
      return faults;
    });
  });
