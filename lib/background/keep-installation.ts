import "server-only";
import { writer } from "@/lib/database/db";
import { keepInstallation } from "@/lib/domain/installation/store";
import { env } from "@/lib/runtime/env.mjs";
import { log } from "@/lib/runtime/log.mjs";
import { onceServing } from "@/lib/runtime/startup.mjs";

/** Tells the operator's commands about this server once it takes requests: one that never did has no address. */
export function startKeeping(): void {
  onceServing(async () => {
    const installation = { origin: env.origin, mail: env.mail !== null };
    // The commands then name the server of before.
    await keepInstallation(writer, installation).catch((error: unknown) => log({ level: "warning", event: "installation not kept", error }));
  });
}
