/**
 * The hidden field of a form that says whom it was drawn for: the person's id, and with it their account, as a person belongs to
 * one. The doors compare it with the person who sends the form (lib/doors/drawn-for.ts); nothing else believes it.
 */
export const drawnFor = "drawnFor";

/** Whether a field of a form holds what was typed or chosen in it. React adds others, and so do we. */
export const isInput = (name: string): boolean => !name.startsWith("$ACTION") && name !== drawnFor;
