import "server-only";
import type { z } from "zod/mini";
import { longestField, longFields } from "@/lib/isomorphic/fields";
import { isInput } from "@/lib/isomorphic/rendered-for";
import { invalid, keyOf, refuse, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";

const maxFields = 64;

/**
 * Turns the fields of a form into an object for a schema. Drops React's own `$ACTION_…` fields and the field that says for whom
 * the form was drawn. Refuses duplicate fields, files, and more than 64 fields. The object has no prototype, so any name is safe.
 */
export function formInput(form: FormData): Record<string, string> | Refusal {
  const input: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of form) {
    if (!isInput(name)) continue;
    if (typeof value !== "string" || name in input || ++count > maxFields)
      return refuse("invalid", "outcomes.malformed");
    input[name] = value;
  }
  return input;
}

/**
 * Parses the input with the schema, or says what is wrong with it. An overlong field never reaches the schema, which could spend
 * seconds normalising or matching it. The field is always refused: plain letters of excess length take its place, so the message
 * is the schema's own. A schema without fields (the query of a URL) ignores it instead.
 */
export function parseInput<S extends z.ZodMiniType>(schema: S, input: unknown): { value: z.output<S> } | Refusal {
  const { within, tooLong } = checkLengths(schema, input);
  const parsed = schema.safeParse(within);
  if (parsed.success && (tooLong.length === 0 || !("shape" in schema))) return { value: parsed.data };
  const refusal = parsed.success ? invalid({}) : fieldErrors(parsed.error);
  if (tooLong.length === 0 || !refusal.fields) return refusal;
  const others = Object.fromEntries(tooLong.map((name) => [name, sentence("errors.text.long")]));
  return invalid({ ...others, ...refusal.fields });
}

function checkLengths(schema: z.ZodMiniType, input: unknown): { within: unknown; tooLong: string[] } {
  const tooLong: string[] = [];
  if (typeof input !== "object" || input === null) return { within: input, tooLong };
  const shape = "shape" in schema ? (schema as z.ZodMiniObject).shape : {};
  const within: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(input)) {
    const longest = (Object.hasOwn(shape, name) && longFields.get(shape[name]!)?.longest) || longestField;
    const fits = typeof value !== "string" || value.length <= longest;
    within[name] = fits ? value : "x".repeat(longest + 1);
    if (!fits) tooLong.push(name);
  }
  return { within, tooLong };
}

/** Maps each field to the message of its first issue. The schemas' messages are keys of `lib/i18n/messages`. */
export function fieldErrors(error: z.core.$ZodError): Refusal {
  const fields: Record<string, Sentence> = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? "");
    if (issue.code === "unrecognized_keys" || !name) return refuse("invalid", "outcomes.malformed");
    fields[name] ??= sentence(keyOf(issue.message));
  }
  return invalid(fields);
}
