import type { Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";

/** What HTML's own standard asks for, and what accessibility needs; nothing of how the source is written. */
const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });

/** What is wrong with the HTML of the page as it stands, each with the place where it was found. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { results } = await validator.validateString(await page.content());
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`));
}
