import "server-only";
import type { z } from "zod/mini";
import { invalid, refuse, sentence, type Refusal, type Sentence } from "@/lib/isomorphic/result";

const mostFields = 64;

/**
 * The fields of a form as an object for a schema. React's own `$ACTION_…` fields are dropped; a field that is sent
 * twice, a file, and more than 64 fields are refused. The object has no prototype, so a field may have any name.
 */
export function formInput(form: FormData): Record<string, string> | Refusal {
  const input: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION_")) continue;
    if (typeof value !== "string" || name in input || ++count > mostFields) return refuse("invalid", "outcomes.malformed");
    input[name] = value;
  }
  return input;
}

/** The first issue of each field as its sentence: the schemas' messages are keys of `lib/i18n/messages`. */
export function fieldsOf(error: z.core.$ZodError): Refusal {
  const fields: Record<string, Sentence> = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? "");
    if (issue.code === "unrecognized_keys" || !name) return refuse("invalid", "outcomes.malformed");
    fields[name] ??= sentence(/^[a-z_]+(\.[a-zA-Z_]+)+$/.test(issue.message) ? issue.message : "errors.malformed");
  }
  return invalid(fields);
}
