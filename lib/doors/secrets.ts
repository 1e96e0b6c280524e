import "server-only";
import * as z from "zod/mini";
import type { Operation } from "@/lib/access/operation";
import { secrets, type Sent } from "@/lib/isomorphic/fields";
import type { Permission } from "@/lib/policy";

type Field = { name: string; secret: boolean };

/** The fields that a schema names, each with whether it is secret. For a union, the fields of all its options. */
export function fieldsOf(schema: z.core.$ZodType): Field[] {
  if (schema instanceof z.core.$ZodObject) {
    return Object.entries<z.core.$ZodType>(schema._zod.def.shape).map(([name, field]) => ({
      name,
      secret: isSecret(field),
    }));
  }
  return partsOf(schema).flatMap(fieldsOf);
}

/** Whether a field, or a part of it, is marked. */
const isSecret = (field: z.core.$ZodType): boolean => secrets.has(field) || partsOf(field).some(isSecret);

/** The schemas that a schema wraps or chooses from. */
function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.core.$ZodPipe) return [schema._zod.def.in, schema._zod.def.out];
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options;
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault
  ) {
    return [schema._zod.def.innerType];
  }
  return [];
}

/** The output of an operation without its secrets, for the browser. */
export function sentOf<T>({ output }: Operation<Permission, T>, value: T): Sent<T> {
  const hidden = fieldsOf(output)
    .filter(({ secret }) => secret)
    .map(({ name }) => name);
  // The compiler knows from the marks what is left out here. At run time the register of secrets knows.
  if (typeof value !== "object" || value === null || hidden.length === 0) return value as Sent<T>;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !hidden.includes(name))) as Sent<T>;
}

/** The values that the user typed into known fields of a form, for the page that is shown again. The user must retype secrets. */
export function typedIn({ input }: Operation, form: unknown): Record<string, string> {
  if (!(form instanceof FormData)) return {};
  const open = fieldsOf(input)
    .filter(({ secret }) => !secret)
    .map(({ name }) => name);
  const typed = [...form].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && open.includes(entry[0]),
  );
  return Object.fromEntries(typed);
}
