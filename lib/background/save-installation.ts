import "server-only";
import { saveInstallation } from "@/lib/domain/installation/operations";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { onServerReady } from "@/lib/runtime/startup.mjs";

/** Stores this server's URL for the operator's commands, once it takes requests. A server that never did has no URL. */
export function saveInstallationWhenServing(): void {
  onServerReady(async () => {
    // If this fails, the commands name the previous server.
    const failed = (rest: object) => log({ level: "warning", event: "installation not kept", ...rest });
    const result = await asProgram(saveInstallation)({}).catch((error: unknown) => failed({ error }));
    if (isRefusal(result)) failed({ message: result.outcome });
  });
}
