import "server-only";
import { program } from "@/lib/access/actor";
import type { Operation } from "@/lib/access/operation";
import type { Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

/** The door of what Steward does by itself when it is due. */
export function asProgram<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(program, input);
}
