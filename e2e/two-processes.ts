import { expect, test as plain } from "@/e2e/fixtures";
import { startServer } from "@/lib/testing/servers";
import { wireTo, type Wire } from "@/lib/testing/wire";

/** Two processes on one database: the project's own and one more. */
export const test = plain.extend<object, { wires: [Wire, Wire] }>({
  wires: [
    async ({ installation }, give) => {
      const { databaseUrl, secret, origin } = installation;
      const second = await startServer({
        databaseUrl,
        secret,
        env: { STEWARD_SIGN_INS_PER_NETWORK: "100000", STEWARD_CHANGES_PER_PERSON: "100000" },
      });
      const wires: [Wire, Wire] = [wireTo(origin), wireTo(second.origin)];
      await give(wires);
      for (const wire of wires) wire.close();
      await second.stop();
      expect(wires.flatMap(({ failures }) => failures)).toEqual([]);
    },
    { scope: "worker" },
  ],
});
