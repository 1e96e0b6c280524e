import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/runtime/env.mjs";

/** The place where a page of a list begins: after or before the row with this sort key and id. */
export type Cursor = { to: "after" | "before"; key: string; id: string };

/**
 * Seals a cursor for an address. It is signed with the list to which it belongs (account, list, sort), so an invented cursor, or one of
 * another list, opens as null.
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
