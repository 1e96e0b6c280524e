import { expect, it } from "vitest";
import { newBackupCodes } from "@/lib/domain/two-factor/backup-codes";
import { backupCode } from "@/lib/domain/two-factor/schema";
import { hashCode } from "@/lib/security/password-hash";

it("Backup codes are ten different ones, each found by its hash under the salt of all", async () => {
  const { shown, salt, hashes } = await newBackupCodes();
  expect(new Set(shown).size).toBe(10);
  const codes = shown.map((code) => code.replace("-", ""));
  for (const code of codes) expect(code).toMatch(backupCode);
  expect(await Promise.all(codes.map((code) => hashCode(code, salt)))).toEqual(hashes);
  expect(hashes).not.toContain(await hashCode(codes[0]!, "another salt"));
});

it("A code that was stored before is found by the same hash for ever", async () => {
  expect(await hashCode("7QK4M2XD", "salt of this set")).toBe("4cb48626ae8cbf007701fa9359ac23f69edd08a67a67b2fd03ca9f72cdb0a09b");
});
