import "server-only";
import * as z from "zod/mini";
import { known, token } from "@/lib/domain/sessions/output";
import { factorKinds } from "@/lib/domain/two-factor/schema";

/** An app or key, as its user sees it. */
export const shownFactor = z.object({
  id: z.string(),
  kind: z.enum(factorKinds),
  passkey: z.boolean(),
  name: z.string(),
  createdAt: z.date(),
  /** Null: never. */
  lastUsedAt: z.nullable(z.date()),
});
export type ShownFactor = z.output<typeof shownFactor>;

// ——— options for the browser, in the JSON of WebAuthn Level 3 ———

const credentials = z.optional(
  z.array(z.object({ id: z.string(), type: z.string(), transports: z.optional(z.array(z.string())) })),
);
const wish = z.optional(z.enum(["discouraged", "preferred", "required"]));

/** The options for authenticating with a key. */
export const keyOptions = z.object({
  challenge: z.string(),
  rpId: z.optional(z.string()),
  timeout: z.optional(z.number()),
  allowCredentials: credentials,
  userVerification: wish,
});

/** The options for creating a key. */
export const newKeyOptions = z.object({
  rp: z.object({ name: z.string(), id: z.optional(z.string()) }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal("public-key") })),
  timeout: z.optional(z.number()),
  attestation: z.optional(z.enum(["direct", "enterprise", "indirect", "none"])),
  excludeCredentials: credentials,
  authenticatorSelection: z.optional(
    z.object({
      authenticatorAttachment: z.optional(z.enum(["cross-platform", "platform"])),
      requireResidentKey: z.optional(z.boolean()),
      residentKey: wish,
      userVerification: wish,
    }),
  ),
  extensions: z.optional(z.object({ credProps: z.optional(z.boolean()) })),
  hints: z.optional(z.array(z.enum(["hybrid", "security-key", "client-device"]))),
});

/** A user's verification methods. */
export const verificationMethods = z.object({
  /** The names of their apps. */
  apps: z.array(z.string()),
  /** The names of their keys. */
  keys: z.array(z.string()),
  /** How many backup codes are left. */
  codes: z.number(),
  /** The kind that was used last. */
  first: z.enum(factorKinds),
  keyOptions: z.nullable(keyOptions),
});

/** A secret for a new app. Not marked as secret, because the page shows it. */
export const newAppSecretOutput = z.object({
  secret: z.string(),
  encrypted: z.string(),
  qr: z.object({ size: z.number(), path: z.string() }),
});

/** An added verification method. With the first one, the user's other sessions end. */
export const addedFactor = z.object({ name: z.string(), ended: z.number(), known, token });

/** A removed verification method, and whether two-factor authentication is now off. */
export const removedFactor = z.object({ name: z.string(), off: z.boolean() });

/** How many sessions the reset ended. */
export const resetFactors = z.object({ ended: z.number() });

/** New backup codes, shown only this once. */
export const backupCodes = z.object({ codes: z.array(z.string()) });
