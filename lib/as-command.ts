import "server-only";
import type { Operator } from "@/lib/actor";
import type { Operation } from "@/lib/operation";
import type { Permission } from "@/lib/policy";
import type { Result } from "@/lib/result";

const operator: Operator = { kind: "operator", address: "shell" };

/** The door of the operator's commands: whoever has a shell on the server is the operator. */
export function asCommand<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(operator, input);
}
