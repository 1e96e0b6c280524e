import "server-only";
import { cookies, headers } from "next/headers";
import { after } from "next/server";
import { cache } from "react";
import { memberOf, type Actor, type Browser, type Stranger } from "@/lib/access/actor";
import { findSession } from "@/lib/access/find-session";
import { db } from "@/lib/database/db";
import { noteSeen } from "@/lib/domain/sessions/last-seen";
import { cookieName, knownCookieName } from "@/lib/doors/session-cookie";
import { currentRequest } from "@/lib/runtime/current-request";
import { hashOf } from "@/lib/security/tokens";

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
