// To add a language, add its file to messages/: copy en.mjs and translate it. No other file names the languages.
import { readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setLanguages, source } from "./choose-language.mjs";

/** @typedef {import("./choose-language.mjs").Language} Language */

const folderOfTexts = fileURLToPath(new URL("./messages/", import.meta.url));
// The file's name is the code of the language, as a browser asks for it: fr, pt-BR.
const languageFile = /^([a-z]{2,3}(?:-[A-Za-z\d]{2,8})*)\.mjs$/;

/**
 * Reads every language of the folder and sets them for this process.
 *
 * @param {{ dev?: boolean }} [options] dev: reads a file again when it is edited
 */
export async function loadLanguages({ dev = false } = {}) {
  setLanguages(await readLanguages(folderOfTexts));
  if (dev) watch(folderOfTexts, async () => setLanguages(await readLanguages(folderOfTexts)));
}

/**
 * English first, then the others by their names.
 *
 * @param {string} folder
 * @returns {Promise<import("./choose-language.mjs").Languages>}
 */
export async function readLanguages(folder) {
  const codes = readdirSync(folder).flatMap((file) => languageFile.exec(file)?.[1] ?? []);
  const found = await Promise.all(codes.map((code) => readLanguage(folder, code)));
  const sorted = found.toSorted(
    (a, b) => Number(b.code === source) - Number(a.code === source) || a.name.localeCompare(b.name, a.code),
  );
  return new Map(sorted.map((language) => [language.code, language]));
}

/** @param {string} folder @param {string} code @returns {Promise<Language>} */
async function readLanguage(folder, code) {
  const file = join(folder, `${code}.mjs`);
  // The time in the URL makes Node read an edited file again.
  const { default: messages } = await import(`${pathToFileURL(file)}?${statSync(file).mtimeMs}`);
  return { code, name: nameOf(code), messages };
}

/** The name of a language in the language itself, as a list shows it: `Français`. @param {string} code */
function nameOf(code) {
  const name = new Intl.DisplayNames([code], { type: "language", languageDisplay: "standard" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
