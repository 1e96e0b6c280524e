import "server-only";
import { cookies, headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { isMember } from "@/lib/access/actor";
import { currentActor } from "@/lib/doors/current-actor";
import { languageCookie, languageFor, languages } from "@/lib/i18n/choose-language.mjs";

/**
 * The language of the request under way: the person's own choice, else the choice in this browser, else the one that the browser asks for,
 * else English. While a login still has a step to complete, the browser's choice comes first: the person cannot set their own yet.
 */
export const currentLanguage = cache(async () => {
  const actor = await currentActor().catch((error: unknown) => unstable_rethrow(error));
  const [jar, sent] = [await cookies(), await headers()];
  const cookieChoice = jar.get(languageCookie)?.value;
  const member = actor && isMember(actor) ? actor : undefined;
  const own = member?.principal.language;
  const choices = member?.credential.pendingStep ? [cookieChoice, own] : [own, cookieChoice];
  return languageFor(choices, sent.get("accept-language") ?? undefined);
});

/** The languages that a person can choose, each under its own name. */
export const languageOptions = () => [...languages().values()].map(({ code, name }) => ({ code, name }));
