import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/runtime/env.mjs";

/**
 * Secrets that the database stores and Steward must read again: AES-256-GCM with a key derived from STEWARD_SECRET. Each is bound to
 * its context, so that none can be moved to another row (NIST SP 800-38D).
 */

const version = "1";

/** @param context what the secret belongs to, and to whom: the same words decrypt it */
export function encrypt(context: string, secret: string, installation = env.secret): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(installation), iv).setAAD(Buffer.from(context));
  const encrypted = Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${encrypted.toString("base64url")}`;
}

/** Decrypts a secret. Null if it was encrypted with another STEWARD_SECRET or for another context, or is damaged. */
export function decrypt(context: string, encrypted: string): string | null {
  const [kind, text = ""] = encrypted.split(".", 2);
  const bytes = Buffer.from(text, "base64url");
  if (kind !== version || bytes.length < 12 + 16) return null;
  const decipher = createDecipheriv("aes-256-gcm", keyOf(env.secret), bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

let cached: { secret: string; key: Buffer } | undefined;

function keyOf(secret: string): Buffer {
  if (cached?.secret !== secret)
    cached = { secret, key: Buffer.from(hkdfSync("sha256", secret, "", "steward seal 1", 32)) };
  return cached.key;
}
