import "server-only";
import { generateSecret, generateURI, verifySync } from "otplib";
import { env } from "@/lib/runtime/env.mjs";

/** Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds. Every app supports these. */

const period = 30;

/** Makes a secret: 160 random bits, in base32. */
export const newAppSecret = () => generateSecret();

/**
 * The content of the QR code: secret, login and provider. A colon separates provider and login, so the provider's name must not have
 * one. Encoding it does not help: apps decode before they split.
 */
export const appUri = (secret: string, label: string) =>
  generateURI({ issuer: env.brand.replaceAll(":", " ").replace(/\s+/g, " ").trim(), label, secret });

/**
 * The number of the step that has this code: the current step, the previous or the next one. So the phone's clock can be half a
 * minute off. Null if the code fits none of them.
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const step = Math.floor(now.getTime() / 1000 / period);
  // Checks whole steps. The library's own tolerance counts seconds from now, so its limits would shift within a step.
  const near = [step, step - 1, step + 1];
  return (
    near.find((each) => verifySync({ secret, token: code, epoch: each * period, epochTolerance: 0 }).valid) ?? null
  );
}
