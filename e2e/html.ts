import type { Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";

/** The HTML standard's rules, and those that accessibility needs, but none about source style. */
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  // React writes the action of a form: "" for this page, or a script URL if the form works only with JavaScript.
  elements: ["html5", { form: { inherit: "form", attributes: { action: {} } } }],
  rules: {
    "input-attributes": "error",
    "input-missing-label": "error",
    "no-missing-references": "error",
    // Browsers drop the roles of tables and lists that CSS lays out differently, so they are explicit.
    "no-redundant-role": "off",
    // The palette is not a select, and the list of codes is already a list.
    "prefer-native-element": "off",
    // A button that submits its form needs no type.
    "no-implicit-button-type": "off",
    // If JavaScript submits a form automatically, its button is only for browsers without, so a script renders none.
    "wcag/h32": "off",
  },
});

/** Finds faults in the HTML of the current page, each with its place. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { results } = await validator.validateString(await page.content());
  const faults = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
  );
  return faults.filter((fault) => !isWanted(fault));
}

/** Firefox restores a hidden field after a reload unless autocomplete is off (components/form/rendered-for.tsx). */
const isWanted = (fault: string) =>
  fault.startsWith('valid-autocomplete: "off" cannot be used on <input type="hidden">');
