import "server-only";
import { openAccount } from "@/lib/domain/accounts/operations";
import { asCommand, parseGiven, printError, reachDatabase, viewInstallationFacts } from "@/lib/doors/command";
import { formatInEnglish } from "@/lib/i18n/texts";
import { generatePassword } from "@/lib/isomorphic/password-generator";
import { paths } from "@/lib/isomorphic/paths";
import { isRefusal, type Refusal } from "@/lib/isomorphic/result";

export const about = `Creates an account for a customer, and prints a password that the account holder must change at the first login.`;
export const usage = `npm run steward -- account create --first-name Ada --last-name Holder --email ada@example.com [--organisation "Holder Ltd"]`;
export const details = `
--first-name, --last-name  the account holder's name
--email                    the account holder's email address, with which they can also log in
--organisation             the customer's company, if there is one`;

const options = {
  "first-name": { type: "string" },
  "last-name": { type: "string" },
  email: { type: "string" },
  organisation: { type: "string" },
} as const;

/** The option that gives each field of the form. */
const optionOf: Record<string, string> = {
  firstName: "--first-name",
  lastName: "--last-name",
  email: "--email",
  organisation: "--organisation",
};

export async function run(args: string[]): Promise<number> {
  const given = parseGiven(args, options);
  if (typeof given === "string") return printError(`${given}\n  ${usage}`);
  const { values, positionals } = given;
  const asked = positionals.join(" ");
  if (asked !== "create")
    return printError(
      `${asked ? `There is no command account ${asked}. ` : ""}This command creates an account:\n  ${usage}`,
    );
  await reachDatabase();
  const password = generatePassword();
  const result = await asCommand(openAccount)({
    firstName: values["first-name"] ?? "",
    lastName: values["last-name"] ?? "",
    email: values.email ?? "",
    organisation: values.organisation ?? "",
    password,
  });
  if (isRefusal(result)) return printError(sentencesOf(result).concat(`  ${usage}`).join("\n"));
  const { digitalId, handle, email } = result.value;
  console.log(`The account ${digitalId} (${handle}) is created.`);
  console.log(
    `The account holder logs in at ${(await viewInstallationFacts()).origin}${paths.logIn} with ${email} and the password below, and must change it then:`,
  );
  console.log(password);
  return 0;
}

function sentencesOf({ sentence, fields = {} }: Refusal): string[] {
  const named = Object.entries(fields).map(
    ([field, error]) => `${optionOf[field] ?? field}: ${formatInEnglish(error)}`,
  );
  return named.length > 0 ? named : [formatInEnglish(sentence)];
}
