import type { Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";

/** What HTML's own standard asks for, and what accessibility needs; nothing of how the source is written. */
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  // React writes the addresses of its forms: "" for this page, and a script where a form works by its script alone.
  elements: ["html5", { form: { inherit: "form", attributes: { action: {} } } }],
  rules: {
    "input-attributes": "error",
    "input-missing-label": "error",
    "no-missing-references": "error",
    // Tables and lists that CSS lays out differently lose their own roles in browsers, so they are written down.
    "no-redundant-role": "off",
    // The palette is no select, and the list of codes is a list already.
    "prefer-native-element": "off",
    // A button that sends its form needs no type.
    "no-implicit-button-type": "off",
    // Where JavaScript sends a form by itself, its button is for browsers without: a script draws none.
    "wcag/h32": "off",
    // The sections stand in the drawer and at the side, of which one is shown: axe looks at that.
    "unique-landmark": "off",
  },
});

/** What is wrong with the HTML of the page as it stands, each with the place where it was found. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { results } = await validator.validateString(await page.content());
  const faults = results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`));
  return faults.filter((fault) => !isWanted(fault));
}

/** Firefox keeps the old value of a hidden field when the page is loaded again, unless it is told so (components/form/drawn-for.tsx). */
const isWanted = (fault: string) => fault.startsWith('valid-autocomplete: "off" cannot be used on <input type="hidden">');
