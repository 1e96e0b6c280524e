import * as z from "zod/mini";
import { key, secret, typedId } from "@/lib/isomorphic/fields";
import type { MessageKey } from "@/lib/isomorphic/result";

export const shortestPassword = 8;
export const longestPassword = 128;

/**
 * A new password: any Unicode, 8 to 128 characters (code points), normalised (NFC) so that every keyboard gives the same one. No
 * composition rules (OWASP ASVS 5.0, V6.2.1 to V6.2.9). `acceptPassword` refuses weak ones.
 */
export const password = secret(
  z.string(key("errors.password.required")).check(
    z.normalize("NFC"),
    z.check<string>(({ value, issues }) => {
      const length = lengthOf(value);
      const refuse = (message: MessageKey) => issues.push({ code: "custom", message, input: value });
      if (length === 0) refuse("errors.password.required");
      else if (length < shortestPassword) refuse("errors.password.short");
      else if (length > longestPassword) refuse("errors.password.long");
    }),
  ),
);

/** The fields for a new password: see `choosesPassword`. */
export const chosenPasswords = z.registry<{ chosen: true }>();
password.register(chosenPasswords, { chosen: true });

/** Whether a form with this schema sets the value of its field `password`, instead of only checking it. */
export const choosesPassword = (schema: z.ZodMiniType): boolean =>
  "shape" in schema && chosenPasswords.has((schema as z.ZodMiniObject<{ password: z.ZodMiniType }>).shape.password);

/**
 * An existing password. Refuses only an empty or overlong one: a later rule must not lock out users whose password would be refused
 * today.
 */
export const currentPassword = secret(
  z.string(key("errors.password.required")).check(
    z.normalize("NFC"),
    z.minLength(1, key("errors.password.required")),
    z.refine((value) => lengthOf(value) <= longestPassword, key("errors.password.long")),
  ),
);

/** The repetition of a new password. */
export const repeat = secret(z.string(key("errors.password.repeat")).check(z.normalize("NFC")));

/** Refuses a form with two different passwords. */
export const repeated = z.refine<{ password: string; repeat: string }>((form) => form.password === form.repeat, {
  path: ["repeat"],
  error: key("errors.password.repeat"),
});

/** A new password, typed twice. */
export const newPassword = z.strictObject({ password, repeat }).check(repeated);

/** An account holder's password, set by the operator. */
export const holderPassword = z.strictObject({ id: typedId, password });

/** A new password in place of the current one. */
export const passwordChange = z.strictObject({ current: currentPassword, password, repeat }).check(repeated);

function lengthOf(text: string): number {
  return text.length > 2 * longestPassword ? text.length : Array.from(text).length;
}
