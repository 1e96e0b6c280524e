import "server-only";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { operator } from "@/lib/access/actor";
import type { Operation } from "@/lib/access/operation";
import { viewInstallation } from "@/lib/domain/installation/operations";
import { inEnglish } from "@/lib/i18n/texts";
import { isRefusal, type Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";
import { env, makeNoSecret, SettingError } from "@/lib/runtime/env.mjs";
import { findDatabase, migrate } from "@/prisma/migrate.mjs";

/** Prints what an operation came to, or why it did not happen. The command's exit code. */
export async function report<T>(result: Result<T>, say: (value: T) => Promise<string[]>): Promise<number> {
  if (!isRefusal(result)) {
    for (const line of await say(result.value)) console.log(line);
    return 0;
  }
  return complain(inEnglish(Object.values(result.fields ?? {})[0] ?? result.sentence));
}

/** What stands on a command line: its options and the rest; or what is wrong with it, in a sentence. */
export function parseGiven<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T) {
  try {
    const given = parseArgs({ args, allowPositionals: true, options, tokens: true });
    const names = given.tokens.flatMap((token) => (token.kind === "option" ? [token.rawName] : []));
    const twice = names.find((name, at) => names.indexOf(name) < at);
    return twice ? `Option '${twice}' is given twice.` : given;
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

/**
 * Names the database that a command works on, past its answer, and sees to it that there is one: a setting that is missing or
 * mistyped would else make a new one, and an answer that is good nowhere. Throws a sentence where there is none.
 *
 * @param migrates whether the command changes something, and so needs the tables of this version
 */
export async function reachDatabase({ migrates = true } = {}): Promise<void> {
  makeNoSecret();
  const { databaseName, databaseUrl } = env;
  const found = await findDatabase(databaseUrl, { called: databaseName });
  const advice = "Name the installation’s own in DATABASE_URL, or make one: npm start";
  if (found === "missing") throw new SettingError(`There is no database ${databaseName}. ${advice}`);
  if (found === "empty") throw new SettingError(`The database ${databaseName} is not Steward’s: it has none of its tables. ${advice}`);
  console.error(`Database: ${databaseName}`);
  if (migrates) await migrate(databaseUrl, { called: databaseName });
}

/** Where people log in, and whether they hear of it, which they do by mail. */
export async function whereabouts() {
  const result = await asCommand(viewInstallation)({});
  // The command did what it was asked; only what it says of it may be less exact.
  return isRefusal(result) ? { origin: env.origin, mail: env.mail !== null } : result.value;
}

/** Whether people hear of it, which they do by mail. */
export async function toldByMail(who: string): Promise<string> {
  return (await whereabouts()).mail ? `${who} told by mail.` : `${who} told by mail once there is a mail server.`;
}

/** The door of the operator's commands: whoever has a shell on the server is the operator. */
export function asCommand<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(operator, input);
}
