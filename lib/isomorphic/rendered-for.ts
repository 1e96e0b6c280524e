/**
 * The name of a form's hidden field with the id of the person who loaded the form. A person belongs to one account, so the id names
 * the account too. The entry points compare it with the person who sends the form (lib/doors/rendered-for.ts). Nothing else trusts it.
 */
export const renderedFor = "drawnFor";

/** Whether a form field holds something that the user typed or chose. React and Steward add fields of their own. */
export const isInput = (name: string): boolean => !name.startsWith("$ACTION") && name !== renderedFor;
