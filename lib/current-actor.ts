import "server-only";
import { cookies, headers } from "next/headers";
import { after } from "next/server";
import { cache } from "react";
import { memberOf, type Actor, type Browser, type Stranger } from "@/lib/actor";
import { db } from "@/lib/db";
import { noteSeen } from "@/lib/last-seen";
import { currentRequest } from "@/lib/request";
import { cookieName, knownCookieName } from "@/lib/session-cookie";
import { findSession } from "@/lib/sessions/store";
import { hashOf } from "@/lib/tokens";

/** Who sends the request under way, by its session cookie. The parts of one page ask once. */
export const currentActor = cache(async (): Promise<Actor> => {
  const { address } = currentRequest();
  const [jar, sent] = [await cookies(), await headers()];
  const browser: Browser = {
    token: jar.get(cookieName)?.value ?? "",
    known: jar.get(knownCookieName)?.value ?? "",
    userAgent: sent.get("user-agent") ?? "",
  };
  const stranger: Stranger = { kind: "stranger", address, browser };
  if (!browser.token) return stranger;
  const session = await findSession(db, { tokenHash: hashOf(browser.token), now: new Date() });
  if (!session) return stranger;
  // Once the answer is sent: no page waits for whoever writes now.
  after(() => noteSeen(session));
  return memberOf(session, address, browser);
});
