import "server-only";
import { read } from "@/lib/access/operation";
import { health } from "@/lib/domain/health/output";
import { pingDatabase } from "@/lib/domain/health/store";
import { nothing } from "@/lib/isomorphic/fields";

/** Checks that the process and its database answer. Reveals nothing else. */
export const checkHealth = read({
  permission: "health.check",
  input: nothing,
  output: health,
  run: async (auth) => {
    await pingDatabase(auth);
    return { status: "ok" as const };
  },
});
