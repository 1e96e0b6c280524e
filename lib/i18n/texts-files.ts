import "server-only";
import { createHash } from "node:crypto";
import { languages, type Languages } from "@/lib/i18n/choose-language.mjs";
import { compiledTextsOf } from "@/lib/i18n/compiled-texts";
import type { Texts } from "@/lib/i18n/texts";
import { paths } from "@/lib/isomorphic/paths";
import { shareTexts } from "@/lib/isomorphic/texts-files";

/**
 * The sections of the texts that client components use, by the part of the panel that needs them. Each part is one file per language.
 * lib/i18n/messages.test.ts checks that no section is missing and that each is needed.
 */
export const partsOfTexts = {
  visitors: [
    "copy",
    "errors",
    "forgotten",
    "form",
    "keys",
    "logIn",
    "newPassword",
    "outcomes",
    "resetPassword",
    "security",
    "signUp",
    "strength",
    "verify",
  ],
  /** Besides those of visitors. */
  enrol: ["dates", "enrol", "frame", "required", "twoFactor"],
  panel: [
    "copy",
    "dates",
    "errors",
    "form",
    "frame",
    "ids",
    "list",
    "outcomes",
    "reasons",
    "standing",
    "status",
    "tabs",
    "users",
    "withheld",
  ],
  /** Besides those of the panel: of parts that load later, and of pages that show them at once. */
  more: [
    "account",
    "comeBack",
    "confirmSelf",
    "conflict",
    "emailAddress",
    "keys",
    "logIn",
    "meaning",
    "methods",
    "newPassword",
    "notices",
    "palette",
    "required",
    "security",
    "services",
    "sessions",
    "signUp",
    "strength",
    "twoFactor",
    "userForms",
    "verify",
  ],
} as const satisfies Record<string, readonly (keyof Texts)[]>;

export type PartOfTexts = keyof typeof partsOfTexts;

/** Errors about files, imports and people that only the operator names appear in the shell. */
const onlyInShell = new Set(["file", "import", "no_factors", "no_holder", "nobody"]);

/** The nouns whose acts client components withhold. What is withheld elsewhere, the server says. */
export const withheldInBrowsers = ["users"] as const;

/** The address of a file. It contains a hash of the content, so browsers keep it until the texts change. */
export function addressOfTexts(language: string, part: PartOfTexts): string {
  const address = files().addresses.get(`${language} ${part}`);
  if (!address) throw new Error(`There are no texts of ${part} in ${language}.`);
  return address;
}

/** The content of the file at this address; undefined if this version of the program has no such file. */
export const contentOfTexts = (address: string): string | undefined => files().contents.get(address);

type Files = { of: Languages; addresses: Map<string, string>; contents: Map<string, string> };
let made: Files | undefined;

/** All files. In development they are made again when a language is read again. */
function files(): Files {
  const of = languages();
  if (made?.of === of) return made;
  const addresses = new Map<string, string>();
  const contents = new Map<string, string>();
  for (const { code, messages } of of.values()) {
    for (const part of Object.keys(partsOfTexts) as PartOfTexts[]) {
      const content = JSON.stringify(textsOfPart(compiledTextsOf(messages), part));
      const hash = createHash("sha256").update(content).digest("base64url").slice(0, 16);
      const address = `${paths.texts}/${code}-${part}-${hash}.json`;
      addresses.set(`${code} ${part}`, address);
      contents.set(address, content);
    }
  }
  made = { of, addresses, contents };
  shareTexts(new Map([...contents].map(([address, content]) => [address, JSON.parse(content) as object])));
  return made;
}

function textsOfPart(all: Texts, part: PartOfTexts): object {
  const partial: Partial<Record<keyof Texts, object>> = {
    errors: Object.fromEntries(Object.entries(all.errors).filter(([name]) => !onlyInShell.has(name))),
    withheld: Object.fromEntries(withheldInBrowsers.map((noun) => [noun, all.withheld[noun]])),
  };
  return Object.fromEntries(partsOfTexts[part].map((section) => [section, partial[section] ?? all[section]]));
}
