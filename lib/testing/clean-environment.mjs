// A test run is the same in every shell: importing this takes away what the shell set for Steward, its libraries, the
// language and the time zone. What runs tests imports it first, and its workers and servers inherit what is left.
import { ofTests } from "../runtime/environment.mjs";

/** What Steward, its libraries, PostgreSQL and the system read. */
const read = /^(STEWARD_.*|DATABASE_URL|PORT|HOST|PG[A-Z]+|(NEXT|NEXTAUTH|AUTH|PRISMA|LC|__NEXT)_.*|LANG|LANGUAGE|TZ|DEBUG|VERCEL|NODE_ENV)$/;

/**
 * Takes them out of these variables. The zone is UTC then, and NODE_ENV stays where the tests' own runner set it.
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
