import "server-only";
import compile from "icu-minify/compile";
import { getRequestConfig } from "next-intl/server";
import { currentLanguage } from "@/lib/doors/current-language";
import { textsOf, type Texts } from "@/lib/i18n/texts";

/** Tells next-intl the language and the texts of a request. Times are shown in a zone that each page names. */
export default getRequestConfig(async () => {
  const { code, messages } = await currentLanguage();
  return { locale: code, messages: compiled(textsOf(messages)), timeZone: "UTC" };
});

// A page asks for them; they change only with their file.
const ready = new WeakMap<Texts, Texts>();

/** The texts as next.config.js has pages format them: each message parsed once, here, and in no browser. */
function compiled(texts: Texts): Texts {
  const known = ready.get(texts) ?? (compiledTree(texts) as Texts);
  ready.set(texts, known);
  return known;
}

const compiledTree = (tree: object): object =>
  Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, typeof inner === "string" ? plain(compile(inner)) : compiledTree(inner)]));

/** What the compiler makes has no prototype here and there, which React does not send to a browser. */
const plain = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
