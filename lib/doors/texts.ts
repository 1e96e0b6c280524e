import "server-only";
import { currentLanguage } from "@/lib/doors/current-language";
import { addressOfTexts, contentOfTexts, type PartOfTexts } from "@/lib/i18n/texts-files";

/** The address of a part's texts in the language of the request. */
export const currentTexts = async (part: PartOfTexts): Promise<string> =>
  addressOfTexts((await currentLanguage()).code, part);

/** Sends a file of texts, which is the same for everyone. A file of another version is not found. */
export function sendTexts(request: Request): Response {
  const content = contentOfTexts(new URL(request.url).pathname);
  return content === undefined
    ? new Response(null, { status: 404 })
    : new Response(content, { headers: { "Content-Type": "application/json" } });
}
