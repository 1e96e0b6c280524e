import "server-only";
import { job } from "@/lib/access/job";
import { read } from "@/lib/access/operation";
import { installation } from "@/lib/domain/installation/output";
import { findInstallation, putInstallation } from "@/lib/domain/installation/store";
import { none, nothing } from "@/lib/isomorphic/fields";
import { env } from "@/lib/runtime/env.mjs";

/**
 * Where people log in, and whether mail leaves. What this process was told goes before what the server that started last
 * said: the operator's shell need not have the server's settings.
 */
export const viewInstallation = read({
  permission: "installation.view",
  input: nothing,
  output: installation,
  run: async (auth) => {
    const kept = await findInstallation(auth);
    return {
      origin: env.namesOrigin ? env.origin : (kept?.origin ?? env.origin),
      mail: env.mail !== null || (kept?.mail ?? false),
    };
  },
});

/** Keeps what this server says of itself, once it takes requests: one that never did has no address. */
export const keepInstallation = job({
  permission: "installation.keep",
  input: nothing,
  output: none,
  run: async (auth) => {
    await putInstallation(auth, { origin: env.origin, mail: env.mail !== null });
    return null;
  },
});
