import "server-only";
import type { Operator } from "@/lib/access/actor";
import { authorize, type Authorized } from "@/lib/access/authorize";
import type { Operation } from "@/lib/access/operation";
import type { Db } from "@/lib/database/db";
import type { Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

const program: Operator = { kind: "operator", address: "program" };

/** The door of what Steward does by itself, on the operator's behalf, when it is due. */
export function asProgram<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(program, input);
}

/** The program's proof, by which a store lists what is due. */
export const authorizeProgram = <P extends Permission>(permission: P, db: Db): Authorized<P> => authorize(program, permission, db);

/** The program's proof for the upkeep that goes with erasing, and that leaves no line of its own. */
export const forUpkeep = (db: Db): Authorized<"users.erase"> => authorizeProgram("users.erase", db);
