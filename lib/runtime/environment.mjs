// What is needed of the environment before any package is there: it imports nothing.

/**
 * The environment of a child process: this one's, with these differences.
 *
 * @param {Record<string, string | undefined>} differences
 */
export function environmentWith(differences) {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...differences };
}

/** What the project's own tests tell their processes. */
export const ofTests = ["STEWARD_LONG", "STEWARD_E2E_POSTGRES"];
