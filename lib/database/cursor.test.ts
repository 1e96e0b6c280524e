import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { signCursor as Sign, verifyCursor as Verify } from "@/lib/database/cursor";

let signCursor: typeof Sign;
let verifyCursor: typeof Verify;

beforeAll(async () => {
  vi.stubEnv("STEWARD_SECRET", "0f9a7c5b3e1d8642af9c7e5b3d1f8604");
  ({ signCursor, verifyCursor } = await import("@/lib/database/cursor"));
});

const cursors = fc.record({
  to: fc.constantFrom("after" as const, "before" as const),
  key: fc.string({ unit: "binary" }),
  id: fc.string(),
});

describe("A cursor in a URL", () => {
  it("is verified in its own list, and needs no escaping", () => {
    fc.assert(
      fc.property(fc.string(), cursors, (list, cursor) => {
        const signed = signCursor(list, cursor);
        expect(signed).toMatch(/^[\w-]+\.[\w-]{22}$/);
        expect(verifyCursor(list, signed)).toEqual({ ...cursor, key: Buffer.from(cursor.key).toString() });
      }),
    );
  });

  it("opens as null in a list of another account, noun or sort", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), cursors, (list, other, cursor) => {
        fc.pre(list !== other);
        expect(verifyCursor(other, signCursor(list, cursor))).toBeNull();
      }),
    );
  });

  it("opens as null when it was invented or changed in any letter", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => verifyCursor("users 1 created", text) === null));
    const signed = signCursor("users 1 created", { to: "after", key: "2026", id: "a" });
    for (let at = 0; at < signed.length; at++) {
      const letter = signed[at] === "A" ? "B" : "A";
      expect(verifyCursor("users 1 created", signed.slice(0, at) + letter + signed.slice(at + 1))).toBeNull();
    }
    for (const text of ["", ".", "..", `${signed}.`, `.${signed}`, signed.split(".")[0]!, signed.toUpperCase()]) {
      expect(verifyCursor("users 1 created", text)).toBeNull();
    }
  });
});
