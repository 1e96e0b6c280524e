import { expect, it } from "vitest";
import { newBackupCodes } from "@/lib/domain/two-factor/backup-codes";
import { backupCode } from "@/lib/domain/two-factor/schema";
import { hashCode } from "@/lib/security/password-hash";

it("A set has ten different backup codes, each stored as a hash with the common salt", async () => {
  const { shown, salt, hashes } = await newBackupCodes();
  expect(new Set(shown).size).toBe(10);
  const codes = shown.map((code) => code.replace("-", ""));
  for (const code of codes) expect(code).toMatch(backupCode);
  expect(await Promise.all(codes.map((code) => hashCode(code, salt)))).toEqual(hashes);
  expect(hashes).not.toContain(await hashCode(codes[0]!, "another salt"));
});

it("The hash of a stored code must never change", async () => {
  expect(await hashCode("7QK4M2XD", "salt of this set")).toBe(
    "4cb48626ae8cbf007701fa9359ac23f69edd08a67a67b2fd03ca9f72cdb0a09b",
  );
});
