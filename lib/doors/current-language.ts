import "server-only";
import { cookies, headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { isMember } from "@/lib/access/actor";
import { currentActor } from "@/lib/doors/current-actor";
import { languageCookie, languageFor, languages } from "@/lib/i18n/choose-language.mjs";

/**
 * The language of the request under way: the person's own choice, else what was chosen in this browser, else what the
 * browser asks for, else English. Before what is owed nothing of the person's can be set, so there the
 * browser's choice counts first.
 */
export const currentLanguage = cache(async () => {
  const actor = await currentActor().catch((error: unknown) => unstable_rethrow(error));
  const [jar, sent] = [await cookies(), await headers()];
  const kept = jar.get(languageCookie)?.value;
  const member = actor && isMember(actor) ? actor : undefined;
  const own = member?.principal.language;
  const choices = member?.credential.owes ? [kept, own] : [own, kept];
  return languageFor(choices, sent.get("accept-language") ?? undefined);
});

/** The languages that can be chosen, each by its own name. */
export const languageOptions = () => [...languages().values()].map(({ code, name }) => ({ code, name }));
