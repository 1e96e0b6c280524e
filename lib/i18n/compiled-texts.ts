import "server-only";
import compile from "icu-minify/compile";
import type { Messages } from "@/lib/i18n/messages/en.mjs";
import { textsOf, type Texts } from "@/lib/i18n/texts";

// Every page asks for the texts; they change only with their file.
const ready = new WeakMap<Messages, Texts>();

/** The texts of a language, compiled for the formatter that next.config.js sets. Each is parsed once, here, and never in a browser. */
export function compiledTextsOf(messages: Messages): Texts {
  const known = ready.get(messages) ?? (compiledTree(textsOf(messages)) as Texts);
  ready.set(messages, known);
  return known;
}

const compiledTree = (tree: object): object =>
  Object.fromEntries(
    Object.entries(tree).map(([name, inner]) => [
      name,
      typeof inner === "string" ? plain(compile(inner)) : compiledTree(inner),
    ]),
  );

/** Copies a compiled message into plain objects. React does not send objects without a prototype to a browser. */
const plain = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
