import * as z from "zod/mini";
import { key, longFields, nextPath, rowId, secret, text, typedId } from "@/lib/isomorphic/fields";
import { codeOf } from "@/lib/isomorphic/typed-signs";

/** The kinds of verification methods that a person can add. */
export const factorKinds = ["app", "key"] as const;
export type FactorKind = (typeof factorKinds)[number];

const name = text(64, key("errors.factor.name"));

/** A typed code: spaces, dashes, lower case and full-width characters are accepted. */
const typed = z.pipe(
  z.string(key("errors.malformed")).check(z.maxLength(64, key("errors.code.shape"))),
  z.transform((value) => codeOf(value).toUpperCase()),
);

/** A code of an app: six ASCII digits. */
export const appCode = /^[0-9]{6}$/;

/** A backup code: eight of 32 characters that nobody confuses. */
export const backupCode = /^[2-9A-HJ-NP-Z]{8}$/;

const isCode = (value: string) => appCode.test(value) || backupCode.test(value);

/** A browser's answer for a key, as JSON. Only the server parses it. */
const keyAnswer = z.string(key("errors.malformed")).check(z.maxLength(20_000, key("errors.malformed")));
const answer = secret(z._default(keyAnswer, "").register(longFields, { longest: 20_000 }));

const code = secret(z._default(typed, ""));

/** Requires a code or a key's answer. If both are missing, the error asks for a code. */
const oneProof = z.check<{ code: string; answer: string }>(({ value, issues }) => {
  if (value.answer || isCode(value.code)) return;
  const message =
    value.code === ""
      ? key("errors.code.required")
      : /^\d+$/.test(value.code)
        ? key("errors.code.digits")
        : key("errors.code.shape");
  issues.push({ code: "custom", message, path: ["code"], input: value.code });
});

/** The second step of a login: a code of an app, a backup code, or a key's answer. `next`: the page that the user wanted to open. */
export const verification = z.strictObject({ code, answer, next: nextPath }).check(oneProof);

const password = secret(
  z._default(
    z.string(key("errors.malformed")).check(z.normalize("NFC"), z.maxLength(256, key("errors.password.long"))),
    "",
  ),
);

/** Re-authentication during a session: the password or any verification method. `next`: the page where the user was. */
export const proof = z.strictObject({ password, code, answer, next: nextPath }).check(
  z.check<{ password: string; code: string; answer: string }>(({ value, issues }) => {
    if (value.password || value.answer || isCode(value.code)) return;
    const inCode = value.code !== "";
    const message = inCode ? key("errors.code.shape") : key("errors.password.required");
    issues.push({ code: "custom", message, path: [inCode ? "code" : "password"], input: "" });
  }),
);

const encrypted = z.string(key("errors.malformed")).check(z.maxLength(500, key("errors.malformed")));

/** The encrypted secret that the form already shows, if any. */
export const newAppSecretInput = z.strictObject({ secret: secret(z._default(encrypted, "")) });

/** *Add an authenticator app*: `secret` is the encrypted secret behind the code. */
export const newApp = z.strictObject({
  name,
  secret: secret(encrypted),
  code: secret(typed.check(z.minLength(1, key("errors.code.required")), z.regex(appCode, key("errors.code.digits")))),
});

/** *Add a security key or passkey*. */
export const newKey = z.strictObject({
  name,
  answer: secret(keyAnswer.check(z.minLength(1, key("errors.malformed"))).register(longFields, { longest: 20_000 })),
});

/** *Remove* a verification method: the user confirms with any of theirs. */
export const factorRemoval = z.strictObject({ id: rowId, code, answer }).check(oneProof);

/** A person, by any of their IDs, as the operator types it. */
export const personToReset = z.strictObject({ id: typedId });

/** The browser's check of forms that ask for one verification among other fields. */
export const codeAlone = z.looseObject({
  code: secret(typed.check(z.minLength(1, key("errors.code.required")), z.refine(isCode, key("errors.code.shape")))),
});
export const passwordAlone = z.looseObject({
  password: secret(z.string().check(z.minLength(1, key("errors.password.required")))),
});

/** The browser's check of a form before it asks for a key. */
export const keyPrompt = z.looseObject({});
export const namedKeyPrompt = z.looseObject({ name });

/** A login by passkey alone. */
export const passkeyAnswer = z.strictObject({ answer, next: nextPath });
