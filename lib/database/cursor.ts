import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/runtime/env.mjs";

/** The place where a page of a list begins: after or before the row with this sort key and id. */
export type Cursor = { to: "after" | "before"; key: string; id: string };

/**
 * Signs a cursor for a URL, together with the list to which it belongs (account, list, sort), so an invented cursor, or one of
 * another list, is null.
 */
export function signCursor(list: string, { to, key, id }: Cursor): string {
  const body = Buffer.from(JSON.stringify([to, key, id])).toString("base64url");
  return `${body}.${signatureOf(list, body)}`;
}

export function verifyCursor(list: string, signed: string): Cursor | null {
  const [body = "", signature = "", ...more] = signed.split(".");
  const expected = Buffer.from(signatureOf(list, body));
  const received = Buffer.from(signature);
  if (more.length > 0 || received.length !== expected.length || !timingSafeEqual(received, expected)) return null;
  const [to, key, id] = JSON.parse(Buffer.from(body, "base64url").toString()) as [Cursor["to"], string, string];
  return { to, key, id };
}

const signatureOf = (list: string, body: string) =>
  createHmac("sha256", env.secret).update(`cursor ${list} ${body}`).digest("base64url").slice(0, 22);
