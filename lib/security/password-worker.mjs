import { createHmac, scryptSync } from "node:crypto";
import { constants, setPriority } from "node:os";
import bcrypt from "bcryptjs";
import { assessPassword } from "../isomorphic/password-strength.mjs";

// The slow work with passwords and backup codes. It runs in the threads of lib/security/password-hash.ts.

// Requests for pages have priority. Only Linux sets the priority of a single thread.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** @param {{ password: string, cost: number }} task */
export const hash = ({ password, cost }) => bcrypt.hashSync(digest(password), cost);

/** @param {{ password: string, hash: string }} task */
export const compare = ({ password, hash }) => bcrypt.compareSync(digest(password), hash);

/**
 * Never change the cost: a stored hash does not name it.
 *
 * @param {{ code: string, salt: string }} task
 */
export const derive = ({ code, salt }) => scryptSync(code, salt, 32, { N: 16384, r: 8, p: 1 }).toString("hex");

/** @param {{ password: string, userInputs: readonly string[] }} task */
export const judge = ({ password, userInputs }) => assessPassword(password, userInputs);

/**
 * Bcrypt ignores all bytes after the 72nd and ends at a zero byte. This digest has 64 characters and stands for the whole password.
 * Never change the label: it is part of every stored hash.
 *
 * @param {string} password
 */
function digest(password) {
  return createHmac("sha384", "steward password v1").update(password.normalize("NFC")).digest("base64");
}
