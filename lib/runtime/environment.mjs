// Needed before any package is installed, so it imports nothing.

/**
 * The environment for a child process: this process's own, with these differences.
 *
 * @param {Record<string, string | undefined>} differences
 */
export function environmentWith(differences) {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...differences };
}

/** Variables that the project's own tests set for their processes. */
export const ofTests = ["STEWARD_LONG", "STEWARD_E2E_POSTGRES"];
