import "server-only";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Operator } from "@/lib/access/actor";
import type { Operation } from "@/lib/access/operation";
import { sayInEnglish } from "@/lib/i18n/texts";
import { isRefusal, type Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

const operator: Operator = { kind: "operator", address: "shell" };

/** Prints what an operation came to, or why it did not happen. The command's exit code. */
export function report<T>(result: Result<T>, say: (value: T) => string[]): number {
  if (!isRefusal(result)) {
    for (const line of say(result.value)) console.log(line);
    return 0;
  }
  const { key, params } = Object.values(result.fields ?? {})[0] ?? result.sentence;
  return complain(sayInEnglish(key as never, params as never) as string);
}

/** What stands on a command line: its options and the rest; or what is wrong with it, in a sentence. */
export function parseGiven<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    // What Node says after the first sentence is advice for another case.
    return `${(error as Error).message.split(". ", 1)[0]}.`;
  }
}

/** Says what went wrong, on the stream for it. The command's exit code. */
export function complain(text: string): number {
  console.error(text);
  return 1;
}

/** Whether people hear of it, which they do by mail. */
export const toldByMail = (who: string) => (env.mail ? `${who} told by mail.` : `${who} told by mail once there is a mail server.`);

/** The door of the operator's commands: whoever has a shell on the server is the operator. */
export function asCommand<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(operator, input);
}
