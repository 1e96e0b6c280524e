import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/runtime/env.mjs";

/** Where a page of a list begins: after, or before, the row with this sort key and id. */
export type Cursor = { to: "after" | "before"; key: string; id: string };

/**
 * A cursor as it stands in an address. It is signed together with the list it belongs to (account, list, sort), so
 * one that was made up or taken from elsewhere opens as null.
 */
export function sealCursor(list: string, { to, key, id }: Cursor): string {
  const body = Buffer.from(JSON.stringify([to, key, id])).toString("base64url");
  return `${body}.${sign(list, body)}`;
}

export function openCursor(list: string, sealed: string): Cursor | null {
  const [body = "", signature = "", ...more] = sealed.split(".");
  const expected = Buffer.from(sign(list, body));
  const given = Buffer.from(signature);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [to, key, id] = JSON.parse(Buffer.from(body, "base64url").toString()) as [Cursor["to"], string, string];
  return { to, key, id };
}

const sign = (list: string, body: string) =>
  createHmac("sha256", env.secret).update(`cursor ${list} ${body}`).digest("base64url").slice(0, 22);
