import "server-only";
import { cookies, headers } from "next/headers";
import { after } from "next/server";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import { findActor } from "@/lib/access/find-actor";
import { noteSeen } from "@/lib/doors/last-seen";
import { cookieName, knownCookieName } from "@/lib/doors/session-cookie";
import { currentRequest } from "@/lib/runtime/current-request";

/** Who sends the request under way, by its session cookie. The parts of one page ask once. */
export const currentActor = cache(async (): Promise<Actor> => {
  const { address } = currentRequest();
  const [jar, sent] = [await cookies(), await headers()];
  const browser = {
    token: jar.get(cookieName)?.value ?? "",
    known: jar.get(knownCookieName)?.value ?? "",
    userAgent: sent.get("user-agent") ?? "",
  };
  const { actor, session } = await findActor(browser, address);
  // Once the answer is sent: no page waits for whoever writes now.
  if (session) after(() => noteSeen(session));
  return actor;
});
