import * as z from "zod/mini";
import type { MessageKey } from "@/lib/isomorphic/result";

/** Building blocks of the forms' schemas. Their messages are keys of `lib/i18n/messages`. */

/** A message of a schema: the compiler checks that there is such a key. */
export const key = (message: MessageKey): MessageKey => message;

/**
 * UTF-16 units that a field may be sent with. What is longer is refused before a schema trims, normalises or matches it
 * (lib/access/input.ts): normalising takes quadratic time where marks are combined. It leaves room for 255 characters in
 * whatever form a keyboard writes them.
 */
export const longestField = 1024;

/**
 * Fields with a secret: a password, a code, a token. What somebody types into one is never put back into a form or written to a log. What
 * an operation gives in one goes into a cookie or an address, and never to a page.
 */
export const secrets = z.registry<{ secret: true }>();

declare const mark: unique symbol;
type Mark = { readonly [mark]: "secret" };

/** What stands in a field that is marked as secret. The mark is the compiler's alone: at run time it is the value itself. */
export type Secret<T> = T extends null | undefined ? T : T & Mark;

/** Marks a field as secret. */
export function secret<S extends z.ZodMiniType>(field: S): S & { _zod: { output: Secret<z.output<S>> } } {
  secrets.add(field, { secret: true });
  // Only the compiler sees the mark, so nothing but a cast can set it.
  return field as S & { _zod: { output: Secret<z.output<S>> } };
}

/** What of a value may leave the server: all but the fields that are marked as secret. */
export type Sent<T> = T extends Date | readonly unknown[] ? T : T extends object ? { [K in keyof T as Extract<T[K], Mark> extends never ? K : never]: T[K] } : T;

/** The fields that may be sent with more than `longestField` units say so here. */
export const longFields = z.registry<{ longest: number }>();

/** Where somebody was going: an address of the panel, which may be as long as an address of ours. */
export const onwardAddress = z._default(z.string(key("errors.malformed")), "").register(longFields, { longest: 8192 });

// Line breaks, tabs, NUL and the like have no place in a one-line field, and would forge lines in a log or a mail; marks
// that turn the direction of writing would make a name read as another.
const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]*$/u;
// A lone half of a surrogate pair cannot be stored as UTF-8.
const wholeCharacters = /^\P{Cs}*$/u;

// What has none of these shows nothing: a name of it could be neither read nor pressed.
const visible = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Z}\u2800]/u;

/**
 * A one-line text, trimmed, with each character in one form (NFC): what looks alike is alike, also where it is a key. Empty unless
 * `required` gives the sentence that asks for it.
 */
export function text(longest: number, required?: MessageKey) {
  return z
    .string(key("errors.malformed"))
    .check(
      z.trim(),
      // What is longer is refused below, and is not worth the time that normalising takes.
      z.overwrite((value: string) => (value.length > longestField ? value : value.normalize("NFC"))),
      ...(required ? [z.regex(visible, required)] : []),
      z.refine((value) => [...value].length <= longest, key("errors.text.long")),
      z.regex(wholeCharacters, key("errors.text.characters")),
      z.regex(oneLine, key("errors.text.characters")),
    );
}

// The same in a text of several lines, which may also have tabs.
const severalLines = /^(?:[\n\t]|[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}])*$/u;

/** A text of several lines, which every browser sends with other line breaks; trimmed, and perhaps empty. */
export function paragraphs(longest: number, tooLong: MessageKey) {
  return z
    .pipe(
      z.pipe(
        z.string(key("errors.malformed")),
        z.transform((value) => value.replace(/\r\n?/g, "\n").trim()),
      ),
      z
        .string()
        .check(
          z.refine((value) => [...value].length <= longest, tooLong),
          z.regex(wholeCharacters, key("errors.text.control")),
          z.regex(severalLines, key("errors.text.control")),
        ),
    )
    .register(longFields, { longest: 2 * longest + longestField });
}

/** What somebody logs in with, as typed. It is understood later, so that a slip in it is answered like an ID that nobody has. */
export const typedId = z.string(key("errors.malformed")).check(z.trim(), z.minLength(1, key("errors.id.required")), z.maxLength(320, key("errors.id.long")));

/** The code of a language, such as `fr` or `pt-BR`, or nothing: as the browser says. Whether it is one here, the server knows. */
export const languageCode = z
  .string(key("errors.malformed"))
  .check(z.regex(/^(?:[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*)?$/, key("errors.language")), z.maxLength(35, key("errors.language")));

/** The id of a row, as it stands in a form or an address. Nothing else is looked up: PostgreSQL refuses a NUL. */
export const rowId = z.string(key("errors.malformed")).check(z.regex(/^[\w-]{1,64}$/));

/** One row, by its id. */
export const rowById = z.strictObject({ id: rowId });

/** The version of a record that a form was opened on. */
export const recordVersion = z.pipe(
  z.string(key("errors.malformed")).check(z.regex(/^\d{1,9}$/, key("errors.malformed"))),
  z.transform(Number),
);

/** A switch or checkbox: sent as `on`, or not at all. */
export const tick = z.pipe(
  z.optional(z.union([z.literal("on"), z.boolean()], key("errors.malformed"))),
  z.transform((value) => value === true || value === "on"),
);

/** Any address: what it says is never refused, only read as far as it means something. */
export const addressParams = z.record(z.string(), z.optional(z.union([z.string(), z.array(z.string())])));

/** What an operation gives that has nothing to tell. */
export const none = z.null();

/** The ways on from a page of a list, as every list gives them: see lib/database/keyset.ts. */
export const listWays = {
  previous: z.nullable(z.string()),
  next: z.nullable(z.string()),
  /** Of so many rows the page is sifted, and it is not full; null where nothing is left out. */
  looked: z.nullable(z.number()),
  /** Something in the address meant nothing, and was passed over. */
  misread: z.boolean(),
};

/** A form without fields, or an address without parameters. */
export const nothing = z.strictObject({});
