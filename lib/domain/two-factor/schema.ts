import * as z from "zod/mini";
import { key, longFields, onwardAddress, rowId, secret, text, typedId } from "@/lib/isomorphic/fields";
import { codeOf } from "@/lib/isomorphic/typed-signs";

/** The kinds of factors that a person can have besides the password. */
export const factorKinds = ["app", "key"] as const;
export type FactorKind = (typeof factorKinds)[number];

const name = text(64, key("errors.factor.name"));

/** A code as people type it: with blanks and dashes anywhere, in either letter case, full-width too. */
const typed = z.pipe(
  z.string(key("errors.malformed")).check(z.maxLength(64, key("errors.code.shape"))),
  z.transform((value) => codeOf(value).toUpperCase()),
);

/** Six digits of an app, as ASCII writes them. */
export const appCode = /^[0-9]{6}$/;

/** A backup code: eight of 32 signs that nobody takes for one another. */
export const backupCode = /^[2-9A-HJ-NP-Z]{8}$/;

const isCode = (value: string) => appCode.test(value) || backupCode.test(value);

/** What a browser answers for a key: JSON. It is read and checked by the server alone. */
const keyAnswer = z.string(key("errors.malformed")).check(z.maxLength(20_000, key("errors.malformed")));
const answer = secret(z._default(keyAnswer, "").register(longFields, { longest: 20_000 }));

const code = secret(z._default(typed, ""));

/** One of the two; where neither came, a code is asked for. */
const oneProof = z.check<{ code: string; answer: string }>(({ value, issues }) => {
  if (value.answer || isCode(value.code)) return;
  const message = value.code === "" ? key("errors.code.required") : /^\d+$/.test(value.code) ? key("errors.code.digits") : key("errors.code.shape");
  issues.push({ code: "custom", message, path: ["code"], input: value.code });
});

/** The second factor at a sign-in: a code of an app, a backup code, or what a key answered. `next`: where the person was going. */
export const verification = z.strictObject({ code, answer, next: onwardAddress }).check(oneProof);

const password = secret(z._default(z.string(key("errors.malformed")).check(z.normalize("NFC"), z.maxLength(256, key("errors.password.long"))), ""));

/** A proof in the middle of a session: the password or any factor. `next`: where the person was. */
export const proof = z
  .strictObject({ password, code, answer, next: onwardAddress })
  .check(
    z.check<{ password: string; code: string; answer: string }>(({ value, issues }) => {
      if (value.password || value.answer || isCode(value.code)) return;
      const inCode = value.code !== "";
      const message = inCode ? key("errors.code.shape") : key("errors.password.required");
      issues.push({ code: "custom", message, path: [inCode ? "code" : "password"], input: "" });
    }),
  );

const sealed = z.string(key("errors.malformed")).check(z.maxLength(500, key("errors.malformed")));

/** The sealed secret that a form already shows, where there is one. */
export const newAppRequest = z.strictObject({ secret: secret(z._default(sealed, "")) });

/** *Add an authenticator app*: `secret` is the sealed one that its code was made from. */
export const newApp = z.strictObject({
  name,
  secret: secret(sealed),
  code: secret(typed.check(z.minLength(1, key("errors.code.required")), z.regex(appCode, key("errors.code.digits")))),
});

/** *Add a security key or passkey*. */
export const newKey = z.strictObject({
  name,
  answer: secret(keyAnswer.check(z.minLength(1, key("errors.malformed"))).register(longFields, { longest: 20_000 })),
});

/** *Remove* a factor: any factor of the person's proves that it is them. */
export const factorRemoval = z.strictObject({ id: rowId, code, answer }).check(oneProof);

/** Somebody by what they log in with, as the operator names them. */
export const personToReset = z.strictObject({ id: typedId });

/** What forms check that ask for one of the proofs, and carry more besides. */
export const codeAlone = z.looseObject({
  code: secret(typed.check(z.minLength(1, key("errors.code.required")), z.refine(isCode, key("errors.code.shape")))),
});
export const passwordAlone = z.looseObject({ password: secret(z.string().check(z.minLength(1, key("errors.password.required")))) });

/** What a form can check before the browser asks for a key. */
export const keyPrompt = z.looseObject({});
export const namedKeyPrompt = z.looseObject({ name });

/** A passkey that signs in by itself. */
export const passkeyAnswer = z.strictObject({ answer, next: onwardAddress });
