import "server-only";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { operator } from "@/lib/access/actor";
import type { Operation } from "@/lib/access/operation";
import { viewInstallation } from "@/lib/domain/installation/operations";
import { formatInEnglish } from "@/lib/i18n/texts";
import { isRefusal, type Result } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";
import { env, makeNoSecret, SettingError } from "@/lib/runtime/env.mjs";
import { findDatabase, migrate } from "@/prisma/migrate.mjs";

/** Prints the result of an operation, or why it was refused. Returns the command's exit code. */
export async function report<T>(result: Result<T>, format: (value: T) => Promise<string[]>): Promise<number> {
  if (!isRefusal(result)) {
    for (const line of await format(result.value)) console.log(line);
    return 0;
  }
  return printError(formatInEnglish(Object.values(result.fields ?? {})[0] ?? result.sentence));
}

/** Reads a command line: its options and the rest. Returns a sentence if the command line is wrong. */
export function parseGiven<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T) {
  try {
    const given = parseArgs({ args, allowPositionals: true, options, tokens: true });
    const names = given.tokens.flatMap((token) => (token.kind === "option" ? [token.rawName] : []));
    const twice = names.find((name, at) => names.indexOf(name) < at);
    return twice ? `Option '${twice}' is given twice.` : given;
  } catch (error) {
    // The rest of Node's message is advice for another case.
    return `${(error as Error).message.split(". ", 1)[0]}.`;
  }
}

/** Prints what went wrong to stderr. Returns the command's exit code. */
export function printError(text: string): number {
  console.error(text);
  return 1;
}

/**
 * Checks that the database of a command exists, and names it on stderr. Without this check, a missing or mistyped setting would create a
 * new database, and the command's output would be valid nowhere. Throws a sentence if there is no database.
 *
 * @param migrates whether the command changes something and so needs the tables of this version
 */
export async function reachDatabase({ migrates = true } = {}): Promise<void> {
  makeNoSecret();
  const { databaseName, databaseUrl } = env;
  const found = await findDatabase(databaseUrl, { called: databaseName });
  const advice = "Set DATABASE_URL to the installation’s database, or create one: npm start";
  if (found === "missing") throw new SettingError(`The database ${databaseName} does not exist. ${advice}`);
  if (found === "empty") throw new SettingError(`The database ${databaseName} has no tables of Steward. ${advice}`);
  console.error(`Database: ${databaseName}`);
  if (migrates) await migrate(databaseUrl, { called: databaseName });
}

/** The URL where people log in, and whether Steward can send them emails. */
export async function viewInstallationFacts() {
  const result = await asCommand(viewInstallation)({});
  // The command did its work; only its message may be less exact.
  return isRefusal(result) ? { origin: env.origin, mail: env.mail !== null } : result.value;
}

/** Says whether a person gets an email now or once there is a mail server. */
export async function notifiedByMail(whom: string): Promise<string> {
  return (await viewInstallationFacts()).mail
    ? `Steward sends an email to ${whom}.`
    : `Steward sends an email to ${whom} once there is a mail server.`;
}

/** The door of the operator's commands. A person with a shell on the server is the operator. */
export function asCommand<T>(operation: Operation<Permission, T>) {
  return (input: unknown): Promise<Result<T>> => operation.perform(operator, input);
}
