import { expect, it } from "vitest";
import { lineTo, type Line } from "@/lib/testing/line";
import { onEachProgram, stranger } from "@/lib/testing/program";

let line: Line;
const through = async (url: string) => (line = await lineTo(url)).url;
const unknown = { outcome: "unavailable", sentence: { key: "outcomes.unknown" } };

onEachProgram(
  "An operation whose database connection breaks",
  (program) => {
    it("reports an unknown result if a change's COMMIT got no answer", async () => {
      const { operations, database, signUp } = await program();
      const ada = await signUp();
      for (const [lost, displayName] of [
        ["question", ""],
        ["answer", "Ada of the night"],
      ] as const) {
        line.cutAt("COMMIT", lost);
        const result = await operations["profile.edit"].perform(ada, {
          displayName: "Ada of the night",
          timeZone: "UTC",
          theme: "dark",
        });
        expect([lost, result]).toMatchObject([lost, unknown]);
        const stored = await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } });
        expect([lost, stored]).toMatchObject([lost, { displayName }]);
      }
    });

    it("reports that nothing was saved if it breaks before the COMMIT", async () => {
      const { operations, database, signUp } = await program();
      const ada = await signUp();
      line.cutAt("UPDATE", "answer");
      const result = await operations["profile.edit"].perform(ada, {
        displayName: "Ada",
        timeZone: "UTC",
        theme: "dark",
      });
      expect(result).toMatchObject({ outcome: "unavailable", sentence: { key: "outcomes.unavailable" } });
      expect(await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } })).toMatchObject({
        displayName: "",
      });
    });

    it("reports an unknown result for a deferred operation, which is a single statement", async () => {
      const { operations, database } = await program();
      const ask = () => operations["password.forget"].perform(stranger, { id: "ada@example.com" });
      for (const [lost, stored] of [
        ["question", 0],
        ["answer", 1],
      ] as const) {
        line.cutAt("ResetRequest", lost);
        expect([lost, await ask()]).toMatchObject([lost, unknown]);
        expect([lost, await database.db.resetRequest.count()]).toEqual([lost, stored]);
      }
      // Once the connection is known to be down, Steward sends nothing.
      await line.cut();
      await ask();
      expect(await ask()).toMatchObject({ outcome: "unavailable", sentence: { key: "outcomes.unavailable" } });
      await line.mend();
    });
  },
  ["postgresql"],
  through,
);
