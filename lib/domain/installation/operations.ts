import "server-only";
import { read } from "@/lib/access/operation";
import { findInstallation } from "@/lib/domain/installation/store";
import { nothing } from "@/lib/isomorphic/fields";
import { env } from "@/lib/runtime/env.mjs";

/**
 * Where people log in, and whether mail leaves. What this process was told goes before what the server that started last
 * said: the operator's shell need not have the server's settings.
 */
export const viewInstallation = read({
  permission: "installation.view",
  input: nothing,
  run: async (auth) => {
    const kept = await findInstallation(auth);
    return {
      origin: env.namesOrigin ? env.origin : (kept?.origin ?? env.origin),
      mail: env.mail !== null || (kept?.mail ?? false),
    };
  },
});
