import "server-only";
import { randomBytes, randomInt, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { codesAtOnce } from "@/lib/domain/two-factor/rules";

/** Without 0, 1, I and O. 32 signs: eight of them are 40 bits. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Ten new backup codes as they are shown, `7QK4-M2XD`, and what the database keeps of them. */
export async function newBackupCodes(): Promise<{ shown: string[]; salt: string; hashes: string[] }> {
  const salt = randomBytes(16).toString("base64url");
  const codes = Array.from({ length: codesAtOnce }, () => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join(""));
  const hashes = await Promise.all(codes.map((code) => hashBackupCode(code, salt)));
  return { shown: codes.map((code) => `${code.slice(0, 4)}-${code.slice(4)}`), salt, hashes };
}

const derive = promisify<string, string, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** scrypt, because 40 bits would not withstand a fast hash; its salt is that of all codes made together. Off the main thread. */
export const hashBackupCode = async (code: string, salt: string) => (await derive(code, salt, 32, { N: 16384, r: 8, p: 1 })).toString("hex");
