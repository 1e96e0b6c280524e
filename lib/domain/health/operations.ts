import "server-only";
import { read } from "@/lib/access/operation";
import { health } from "@/lib/domain/health/output";
import { askDatabase } from "@/lib/domain/health/store";
import { nothing } from "@/lib/isomorphic/fields";

/** Whether the process answers and its database does. Tells nothing else. */
export const checkHealth = read({
  permission: "health.check",
  input: nothing,
  output: health,
  run: async (auth) => {
    await askDatabase(auth);
    return { status: "ok" as const };
  },
});
