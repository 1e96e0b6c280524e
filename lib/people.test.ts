import fc from "fast-check";
import { expect, it } from "vitest";
import { statusFrom } from "@/lib/people";

it("The most final cause gives the status, and taking it away gives back what was there before", () => {
  const moment = new Date();
  const causes = fc.record({
    removedAt: fc.constantFrom(null, moment),
    disabledAt: fc.constantFrom(null, moment),
    changeDue: fc.boolean(),
  });
  fc.assert(
    fc.property(causes, (these) => {
      const { removedAt, disabledAt, changeDue } = these;
      expect(statusFrom({ removedAt: null, disabledAt: null, changeDue })).toBe(changeDue ? "change-due" : "enabled");
      expect(statusFrom({ removedAt: null, disabledAt: moment, changeDue })).toBe("disabled");
      expect(statusFrom({ removedAt: moment, disabledAt, changeDue })).toBe("removed");
      if (!removedAt) expect(statusFrom({ ...these, disabledAt: null })).toBe(statusFrom({ removedAt: null, disabledAt: null, changeDue }));
    }),
  );
});
