import "server-only";
import { keepInstallation } from "@/lib/domain/installation/operations";
import { asProgram } from "@/lib/doors/program";
import { isRefusal } from "@/lib/isomorphic/result";
import { log } from "@/lib/runtime/log.mjs";
import { onceServing } from "@/lib/runtime/startup.mjs";

/** Tells the operator's commands about this server once it takes requests: one that never did has no address. */
export function startKeeping(): void {
  onceServing(async () => {
    // The commands then name the server of before.
    const failed = (rest: object) => log({ level: "warning", event: "installation not kept", ...rest });
    const result = await asProgram(keepInstallation)({}).catch((error: unknown) => failed({ error }));
    if (isRefusal(result)) failed({ message: result.outcome });
  });
}
