import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** Makes a random 256-bit token, base64url. It leaves the server once, in a cookie. */
export const newToken = () => randomBytes(32).toString("base64url");

/** The hash of a token, which the database stores. */
export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** Makes a random id for a row, 128 bits, base64url. */
export const newId = () => randomBytes(16).toString("base64url");
