import type { Page } from "@playwright/test";
import axe from "axe-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Returns what axe finds by all rules or by a subset. Checks only the dialog if one is open, because the page behind it is inert and was
 * checked before. Injects axe once per document, which takes a tenth of a second.
 */
export async function violations(page: Page, only: string[] = rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const context = document.querySelector("dialog:modal") ?? document;
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(context, {
      resultTypes: ["violations"],
      runOnly,
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  }, only);
}
