import "server-only";
import { read } from "@/lib/access/operation";
import { nothing } from "@/lib/isomorphic/fields";

/** Whether the process answers and its database does. Tells nothing else. */
export const checkHealth = read({
  permission: "health.check",
  input: nothing,
  run: async ({ db }) => {
    await db.$queryRaw`SELECT 1`;
    return { status: "ok" };
  },
});
