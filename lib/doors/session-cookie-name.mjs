import { env } from "../runtime/env.mjs";

/** The session's cookie. It carries only the random token. It is not marked secure only on http://localhost. */
export const cookieName = env.secure ? "__Host-steward-session" : "steward-session";
