import "server-only";
import compile from "icu-minify/compile";
import { getRequestConfig } from "next-intl/server";
import { currentLanguage } from "@/lib/doors/current-language";
import { textsOf, type Texts } from "@/lib/i18n/texts";

/** Gives next-intl the language and the texts of a request. Each page names the time zone of its times. */
export default getRequestConfig(async () => {
  const { code, messages } = await currentLanguage();
  return { locale: code, messages: compiled(textsOf(messages)), timeZone: "UTC" };
});

// Every page asks for the texts; they change only with their file.
const ready = new WeakMap<Texts, Texts>();

/** The texts compiled for the formatter that next.config.js sets. Each message is parsed once, here, and never in a browser. */
function compiled(texts: Texts): Texts {
  const known = ready.get(texts) ?? (compiledTree(texts) as Texts);
  ready.set(texts, known);
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
