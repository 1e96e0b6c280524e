import "server-only";
import { cookies, headers } from "next/headers";
import { after } from "next/server";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import { findActor } from "@/lib/access/find-actor";
import { recordLastUse } from "@/lib/doors/last-seen";
import { knownCookieName } from "@/lib/doors/session-cookie";
import { cookieName } from "@/lib/doors/session-cookie-name.mjs";
import { currentRequest } from "@/lib/runtime/current-request";

/** The actor of the request under way, by its session cookie. Parts of one page share one lookup. */
export const currentActor = cache(async (): Promise<Actor> => {
  const { ip } = currentRequest();
  const [jar, sent] = [await cookies(), await headers()];
  const browser = {
    token: jar.get(cookieName)?.value ?? "",
    known: jar.get(knownCookieName)?.value ?? "",
    userAgent: sent.get("user-agent") ?? "",
  };
  const { actor, session } = await findActor(browser, ip);
  // After the answer is sent, so that no page waits for another writer.
  if (session) after(() => recordLastUse(session));
  return actor;
});
