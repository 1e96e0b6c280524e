import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { codesAtOnce } from "@/lib/domain/two-factor/rules";
import { hashCode } from "@/lib/security/password-hash";

/** Without 0, 1, I and O. 32 signs: eight of them are 40 bits. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Ten new backup codes as they are shown, `7QK4-M2XD`, and what the database keeps of them. */
export async function newBackupCodes(): Promise<{ shown: string[]; salt: string; hashes: string[] }> {
  const salt = randomBytes(16).toString("base64url");
  const codes = Array.from({ length: codesAtOnce }, () => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join(""));
  // scrypt, because 40 bits would not withstand a fast hash; its salt is that of all codes made together.
  const hashes = await Promise.all(codes.map((code) => hashCode(code, salt)));
  return { shown: codes.map((code) => `${code.slice(0, 4)}-${code.slice(4)}`), salt, hashes };
}
