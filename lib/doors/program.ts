import "server-only";
import { program } from "@/lib/access/actor";
import type { Job, Waiting } from "@/lib/access/job";
import type { Operation } from "@/lib/access/operation";
import type { Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";

/** The door of work that Steward does automatically. */
export function asProgram<T>(operation: Pick<Operation<Permission, T>, "perform">) {
  return (input: unknown): Promise<Result<T>> => operation.perform(program, input);
}

/** Lists what waits for a job, the longest waiting first, up to a limit. */
export function waitingFor<W extends Waiting>(job: Pick<Job<Permission, unknown, W>, "list">) {
  return (most: number): Promise<readonly W[]> => job.list(program, most);
}
