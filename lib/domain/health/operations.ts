import "server-only";
import * as z from "zod/mini";
import { read } from "@/lib/access/operation";
import { nothing } from "@/lib/isomorphic/fields";

/** Whether the process answers and its database does. Tells nothing else. */
export const checkHealth = read({
  permission: "health.check",
  input: nothing,
  output: z.object({ status: z.literal("ok") }),
  run: async ({ db }) => {
    await db.$queryRaw`SELECT 1`;
    return { status: "ok" as const };
  },
});
