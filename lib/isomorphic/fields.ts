import * as z from "zod/mini";
import type { MessageKey } from "@/lib/isomorphic/result";

/** Building blocks of the forms' schemas. Their messages are keys of `lib/i18n/messages`. */

/** A message of a schema: the compiler checks that there is such a key. */
export const key = (message: MessageKey): MessageKey => message;

/**
 * How many UTF-16 units a field may have when it arrives. A longer field is refused before a schema trims, normalises or matches it
 * (lib/access/input.ts), because normalising combined marks takes quadratic time. The limit leaves room for 255 characters in every
 * form that keyboards write.
 */
export const longestField = 1024;

/**
 * Marks fields that hold a secret: a password, a code, a token. A secret that a user typed never returns into a form and never enters
 * a log. A secret that an operation gives goes into a cookie or a URL, never to a page.
 */
export const secrets = z.registry<{ secret: true }>();

declare const mark: unique symbol;
type Mark = { readonly [mark]: "secret" };

/** The value of a field that is marked as secret. The mark exists only for the compiler; at run time it is the plain value. */
export type Secret<T> = T extends null | undefined ? T : T & Mark;

/** Marks a field as secret. */
export function secret<S extends z.ZodMiniType>(field: S): S & { _zod: { output: Secret<z.output<S>> } } {
  secrets.add(field, { secret: true });
  // The mark exists only for the compiler, so only a cast can set it.
  return field as S & { _zod: { output: Secret<z.output<S>> } };
}

/** The part of a value that may leave the server: all fields except those marked as secret. */
export type Sent<T> = T extends Date | readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T as Extract<T[K], Mark> extends never ? K : never]: T[K] }
    : T;

/** Fields that may arrive with more than `longestField` units register here. */
export const longFields = z.registry<{ longest: number }>();

/** The path of the panel that a user was going to. It may be as long as any path of the panel. */
export const nextPath = z._default(z.string(key("errors.malformed")), "").register(longFields, { longest: 8192 });

// A one-line field has no line breaks, tabs, NUL or the like, which could forge lines in a log or a mail. It has no marks of
// direction, which could make one name look like another.
const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]*$/u;
// A lone half of a surrogate pair cannot be stored as UTF-8.
const wholeCharacters = /^\P{Cs}*$/u;

// A text without any of these shows nothing. Nobody could read such a name or click it.
const visible = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Z}\u2800]/u;

/**
 * A trimmed one-line text in NFC, so that texts that look the same are the same, also as keys. It may be empty unless `required` gives
 * the message that asks for it.
 */
export function text(longest: number, required?: MessageKey) {
  return z.string(key("errors.malformed")).check(
    z.trim(),
    // Longer text is refused below. Normalising it would only take time.
    z.overwrite((value: string) => (value.length > longestField ? value : value.normalize("NFC"))),
    ...(required ? [z.regex(visible, required)] : []),
    z.refine((value) => [...value].length <= longest, key("errors.text.long")),
    z.regex(wholeCharacters, key("errors.text.characters")),
    z.regex(oneLine, key("errors.text.characters")),
  );
}

// The same for a text of several lines, which may also have tabs.
const severalLines = /^(?:[\n\t]|[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}])*$/u;

/** A trimmed text of several lines; it may be empty. Browsers send different line breaks, so all become `\n`. */
export function paragraphs(longest: number, tooLong: MessageKey) {
  return z
    .pipe(
      z.pipe(
        z.string(key("errors.malformed")),
        z.transform((value) => value.replace(/\r\n?/g, "\n").trim()),
      ),
      z.string().check(
        z.refine((value) => [...value].length <= longest, tooLong),
        z.regex(wholeCharacters, key("errors.text.control")),
        z.regex(severalLines, key("errors.text.control")),
      ),
    )
    .register(longFields, { longest: 2 * longest + longestField });
}

/** The ID or email address that a user logs in with, as typed. It is read later, so a typing error gets the same answer as an unknown ID. */
export const typedId = z
  .string(key("errors.malformed"))
  .check(z.trim(), z.minLength(1, key("errors.id.required")), z.maxLength(320, key("errors.id.long")));

/** The code of a language, such as `fr` or `pt-BR`, or nothing, which means the browser's. The server checks that it has the language. */
export const languageCode = z
  .string(key("errors.malformed"))
  .check(
    z.regex(/^(?:[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*)?$/, key("errors.language")),
    z.maxLength(35, key("errors.language")),
  );

/** The id of a row, from a form or a URL. Other texts are never looked up: PostgreSQL refuses a NUL. */
export const rowId = z.string(key("errors.malformed")).check(z.regex(/^[\w-]{1,64}$/));

/** One row, by its id. */
export const rowById = z.strictObject({ id: rowId });

/** The version that a record had when the form was opened. */
export const recordVersion = z.pipe(
  z.string(key("errors.malformed")).check(z.regex(/^\d{1,9}$/, key("errors.malformed"))),
  z.transform(Number),
);

/** A switch or checkbox: the browser sends `on`, or nothing. */
export const tick = z.pipe(
  z.optional(z.union([z.literal("on"), z.boolean()], key("errors.malformed"))),
  z.transform((value) => value === true || value === "on"),
);

/** The parameters of any URL. None is refused; the list reads those that it understands. */
export const queryParams = z.record(z.string(), z.optional(z.union([z.string(), z.array(z.string())])));

/** The output of an operation that returns nothing. */
export const none = z.null();

/** The links from a page of a list to the next and the previous page, the same for every list: see lib/database/keyset.ts. */
export const listWays = {
  previous: z.nullable(z.string()),
  next: z.nullable(z.string()),
  /** How many rows the search looked through before it stopped with a page that is not full; null if it looked through all. */
  looked: z.nullable(z.number()),
  /** Something in the URL had no meaning, and was ignored. */
  misread: z.boolean(),
};

/** A form without fields, or a URL without parameters. */
export const nothing = z.strictObject({});
