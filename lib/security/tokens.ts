import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** A random 256-bit token, base64url. It leaves the server once, in a cookie. */
export const newToken = () => randomBytes(32).toString("base64url");

/** What the database keeps of a token. */
export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** A random id of a row, 128 bits, base64url. */
export const newId = () => randomBytes(16).toString("base64url");
