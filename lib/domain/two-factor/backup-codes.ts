import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { codesAtOnce } from "@/lib/domain/two-factor/rules";
import { hashCode } from "@/lib/security/password-hash";

/** 32 characters, without 0, 1, I and O. Eight of them are 40 bits. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Makes ten backup codes, as shown (`7QK4-M2XD`) and as stored. */
export async function newBackupCodes(): Promise<{ shown: string[]; salt: string; hashes: string[] }> {
  const salt = randomBytes(16).toString("base64url");
  const codes = Array.from({ length: codesAtOnce }, () =>
    Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join(""),
  );
  // scrypt, because 40 bits are too few for a fast hash. All codes of a set share one salt.
  const hashes = await Promise.all(codes.map((code) => hashCode(code, salt)));
  return { shown: codes.map((code) => `${code.slice(0, 4)}-${code.slice(4)}`), salt, hashes };
}
