import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { openCursor as Open, sealCursor as Seal } from "@/lib/database/cursor";

let sealCursor: typeof Seal;
let openCursor: typeof Open;

beforeAll(async () => {
  vi.stubEnv("STEWARD_SECRET", "0f9a7c5b3e1d8642af9c7e5b3d1f8604");
  ({ sealCursor, openCursor } = await import("@/lib/database/cursor"));
});

const cursors = fc.record({ to: fc.constantFrom("after" as const, "before" as const), key: fc.string({ unit: "binary" }), id: fc.string() });

describe("A cursor in an address", () => {
  it("opens in its own list as it was sealed, and needs no escaping", () => {
    fc.assert(
      fc.property(fc.string(), cursors, (list, cursor) => {
        const sealed = sealCursor(list, cursor);
        expect(sealed).toMatch(/^[\w-]+\.[\w-]{22}$/);
        expect(openCursor(list, sealed)).toEqual({ ...cursor, key: Buffer.from(cursor.key).toString() });
      }),
    );
  });

  it("opens as null in a list of another account, noun or sort", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), cursors, (list, other, cursor) => {
        fc.pre(list !== other);
        expect(openCursor(other, sealCursor(list, cursor))).toBeNull();
      }),
    );
  });

  it("opens as null when it was invented or changed in any letter", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => openCursor("users 1 created", text) === null));
    const sealed = sealCursor("users 1 created", { to: "after", key: "2026", id: "a" });
    for (let at = 0; at < sealed.length; at++) {
      const letter = sealed[at] === "A" ? "B" : "A";
      expect(openCursor("users 1 created", sealed.slice(0, at) + letter + sealed.slice(at + 1))).toBeNull();
    }
    for (const text of ["", ".", "..", `${sealed}.`, `.${sealed}`, sealed.split(".")[0]!, sealed.toUpperCase()]) {
      expect(openCursor("users 1 created", text)).toBeNull();
    }
  });
});
