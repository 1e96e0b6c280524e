import fc from "fast-check";
import { expect, it } from "vitest";
import { statusFrom } from "@/lib/domain/people/store";

it("The most final cause decides the status, and undoing it restores the previous status", () => {
  const moment = new Date();
  const causes = fc.record({
    removedAt: fc.constantFrom(null, moment),
    disabledAt: fc.constantFrom(null, moment),
    invited: fc.boolean(),
    changeDue: fc.boolean(),
  });
  fc.assert(
    fc.property(causes, (these) => {
      const { removedAt, changeDue } = these;
      const nobodyElse = { removedAt: null, disabledAt: null, invited: false };
      expect(statusFrom({ ...nobodyElse, changeDue })).toBe(changeDue ? "change-due" : "enabled");
      expect(statusFrom({ ...nobodyElse, invited: true, changeDue })).toBe("invited");
      expect(statusFrom({ ...these, removedAt: null, disabledAt: moment })).toBe("disabled");
      expect(statusFrom({ ...these, removedAt: moment })).toBe("removed");
      if (!removedAt)
        expect(statusFrom({ ...these, disabledAt: null })).toBe(
          statusFrom({ ...these, removedAt: null, disabledAt: null }),
        );
    }),
  );
});
