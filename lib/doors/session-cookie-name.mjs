import { env } from "../runtime/env.mjs";

/** The session's cookie. It carries only the random token, and is marked secure except on http://localhost. */
export const cookieName = env.secure ? "__Host-steward-session" : "steward-session";
