import { createHmac, scryptSync } from "node:crypto";
import { constants, setPriority } from "node:os";
import bcrypt from "bcryptjs";
import { assessPassword } from "../isomorphic/password-strength.mjs";

// The slow work with passwords and backup codes, run in the threads of lib/security/password-hash.ts.

// Whoever waits for a page goes first. On Linux alone a priority is a thread's own.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** @param {{ password: string, cost: number }} task */
export const hash = ({ password, cost }) => bcrypt.hashSync(digest(password), cost);

/** @param {{ password: string, hash: string }} task */
export const compare = ({ password, hash }) => bcrypt.compareSync(digest(password), hash);

/**
 * Never change the cost: no stored hash says it.
 *
 * @param {{ code: string, salt: string }} task
 */
export const derive = ({ code, salt }) => scryptSync(code, salt, 32, { N: 16384, r: 8, p: 1 }).toString("hex");

/** @param {{ password: string, userInputs: readonly string[] }} task */
export const judge = ({ password, userInputs }) => assessPassword(password, userInputs);

/**
 * Bcrypt ignores what follows byte 72 and ends at a zero byte: 64 characters that stand for the whole password fit.
 * Never change the label: it is in every stored hash.
 *
 * @param {string} password
 */
function digest(password) {
  return createHmac("sha384", "steward password v1").update(password.normalize("NFC")).digest("base64");
}
