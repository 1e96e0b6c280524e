// Makes a test run the same in every shell. Importing this removes what the shell set for Steward, its libraries, the language and the time
// zone. Runners of tests import it first; their workers and servers inherit the rest.
import { ofTests } from "../runtime/environment.mjs";

/** The variables that Steward, its libraries, PostgreSQL and the system read. */
const read =
  /^(STEWARD_.*|DATABASE_URL|PORT|HOST|PG[A-Z]+|(NEXT|NEXTAUTH|AUTH|PRISMA|LC|__NEXT)_.*|LANG|LANGUAGE|TZ|DEBUG|VERCEL|NODE_ENV)$/;

/**
 * Removes these variables. The time zone becomes UTC, and NODE_ENV stays if the tests' own runner set it.
 *
 * @param {Record<string, string | undefined>} variables
 */
export function clean(variables) {
  for (const name of Object.keys(variables)) {
    if (ofTests.includes(name) || (name === "NODE_ENV" && variables[name] === "test")) continue;
    if (read.test(name)) delete variables[name];
  }
  variables.TZ = "UTC";
}

clean(process.env);
