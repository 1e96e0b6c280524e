const shared = Symbol.for("steward.texts");
type Files = ReadonlyMap<string, object>;
const everywhere = globalThis as { [shared]?: Files };

/**
 * The texts in a file for browsers (lib/i18n/texts-files.ts), for the server's renderer. Next bundles it apart from the code that makes
 * the files, in the same process.
 */
export function textsInProcess(address: string): object {
  const texts = everywhere[shared]?.get(address);
  if (!texts) throw new Error(`There are no texts at ${address}.`);
  return texts;
}

/** Gives the server's renderer the texts of these files. */
export function shareTexts(files: Files): void {
  everywhere[shared] = files;
}
