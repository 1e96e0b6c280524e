import "server-only";
import * as z from "zod/mini";
import type { Operation } from "@/lib/access/operation";
import { secrets, type Sent } from "@/lib/isomorphic/fields";
import type { Permission } from "@/lib/policy";

type Field = { name: string; secret: boolean };

/** The fields that a schema names, each with whether it is secret. Of several forms that something may have, all. */
export function fieldsOf(schema: z.core.$ZodType): Field[] {
  if (schema instanceof z.core.$ZodObject) {
    return Object.entries<z.core.$ZodType>(schema._zod.def.shape).map(([name, field]) => ({ name, secret: isSecret(field) }));
  }
  return partsOf(schema).flatMap(fieldsOf);
}

/** Whether a field is marked, or what it is made of. */
const isSecret = (field: z.core.$ZodType): boolean => secrets.has(field) || partsOf(field).some(isSecret);

/** The schemas that a schema wraps or chooses from. */
function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.core.$ZodPipe) return [schema._zod.def.in, schema._zod.def.out];
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options;
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodNullable || schema instanceof z.core.$ZodDefault) {
    return [schema._zod.def.innerType];
  }
  return [];
}

/** What the browser is told of what an operation gave: everything but its secrets. */
export function sentOf<T>({ output }: Operation<Permission, T>, value: T): Sent<T> {
  const hidden = fieldsOf(output).filter(({ secret }) => secret).map(({ name }) => name);
  // The compiler knows by the marks what is left out here; the marks themselves exist in the register of secrets.
  if (typeof value !== "object" || value === null || hidden.length === 0) return value as Sent<T>;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !hidden.includes(name))) as Sent<T>;
}

/** What was typed into the fields of a form that the operation knows, for the page that comes back. Secrets are typed again. */
export function typedIn({ input }: Operation, form: unknown): Record<string, string> {
  if (!(form instanceof FormData)) return {};
  const open = fieldsOf(input).filter(({ secret }) => !secret).map(({ name }) => name);
  const typed = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && open.includes(entry[0]));
  return Object.fromEntries(typed);
}
