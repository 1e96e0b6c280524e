import { describe, expect, it } from "vitest";
import { codeAlone, factorRemoval, newApp, proof, verification } from "@/lib/domain/two-factor/schema";

const codeIn = (
  schema: { safeParse: (value: object) => { success: boolean; data?: unknown } },
  more: object,
  code: string,
) => (schema.safeParse({ ...more, code }).data as { code: string } | undefined)?.code;

/** Every form with a code field, with its other required fields. */
const forms = [
  ["the second step of a login", verification, {}],
  ["re-authentication", proof, {}],
  ["the removal of a method", factorRemoval, { id: "f1" }],
  ["the dialog for re-authentication", codeAlone, {}],
] as const;

describe("A typed code", () => {
  for (const [name, schema, more] of forms) {
    it.each(["123456", " 123 456 ", "１２３４５６", "１２３　４５６", "123ー456", "１２３−４５６"])(
      `in ${name}: %j is six digits`,
      (typed) => expect(codeIn(schema, more, typed)).toBe("123456"),
    );
    it.each(["7QK4-M2XD", "7qk4 m2xd", "７ＱＫ４－Ｍ２ＸＤ", "７ｑｋ４ーｍ２ｘｄ", "7qk4‑m2xd"])(
      `in ${name}: %j is a backup code`,
      (typed) => expect(codeIn(schema, more, typed)).toBe("7QK4M2XD"),
    );
    it.each(["", "12345", "1234567", "１２３４５", "7QK4-M2X0", "١٢٣٤٥٦"])(`in ${name}: %j is no code`, (typed) =>
      expect(codeIn(schema, more, typed)).toBeUndefined(),
    );
  }

  it("for adding an app must be six digits, not a backup code", () => {
    const app = { name: "Pixel 9", secret: "sealed" };
    expect(codeIn(newApp, app, "１２３４５６")).toBe("123456");
    expect(codeIn(newApp, app, "7QK4-M2XD")).toBeUndefined();
  });
});
