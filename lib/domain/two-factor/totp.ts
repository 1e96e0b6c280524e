import "server-only";
import { generateSecret, generateURI, verifySync } from "otplib";
import { env } from "@/lib/runtime/env.mjs";

/** Codes of authenticator apps: RFC 6238 with SHA-1, six digits, steps of 30 seconds, which every app understands. */

const period = 30;

/** A new secret: 160 random bits, in base32. */
export const newAppSecret = () => generateSecret();

/**
 * What the QR code of a secret says: whose it is, and at whom. A colon stands between the two, so the name has none: apps
 * decode the address before they look for it, and one that is encoded parts the name all the same.
 */
export const appUri = (secret: string, label: string) =>
  generateURI({ issuer: env.brand.replaceAll(":", " ").replace(/\s+/g, " ").trim(), label, secret });

/**
 * The number of the step whose code this is: the current one, the one before or the one after it, so that a clock may
 * be half a minute wrong. Null where it is none of them.
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const step = Math.floor(now.getTime() / 1000 / period);
  // By the steps themselves: the library's tolerance is in seconds from now, and would move with them.
  const near = [step, step - 1, step + 1];
  return near.find((each) => verifySync({ secret, token: code, epoch: each * period, epochTolerance: 0 }).valid) ?? null;
}
