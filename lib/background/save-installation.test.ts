import { afterAll, expect, it, vi } from "vitest";
import { onEachProgram, operator } from "@/lib/testing/program";
import { resetStartup } from "@/lib/testing/startup";

onEachProgram("What a server says of itself", (program) => {
  afterAll(() => {
    vi.unstubAllEnvs();
    resetStartup();
  });

  it("is stored once it takes requests, and a shell without its settings finds it", async () => {
    vi.stubEnv("PORT", "3900");
    vi.stubEnv("STEWARD_MAIL", "smtp://127.0.0.1:9");
    resetStartup();
    const { database } = await program();
    const { saveInstallationWhenServing } = await import("@/lib/background/save-installation");
    const { markServerReady } = await import("@/lib/runtime/startup.mjs");
    saveInstallationWhenServing();
    expect(await database.db.installation.count()).toBe(0);
    await markServerReady();
    expect(await database.db.installation.findMany()).toEqual([{ id: 1, origin: "http://localhost:3900", mail: true }]);

    vi.stubEnv("PORT", "");
    vi.stubEnv("STEWARD_MAIL", "");
    vi.resetModules();
    const { viewInstallation } = await import("@/lib/domain/installation/operations");
    expect(await viewInstallation.perform(operator, {})).toEqual({
      outcome: "done",
      value: { origin: "http://localhost:3900", mail: true },
    });
    vi.stubEnv("PORT", "4100");
    vi.resetModules();
    const other = await import("@/lib/domain/installation/operations");
    expect(await other.viewInstallation.perform(operator, {})).toMatchObject({
      value: { origin: "http://localhost:4100", mail: true },
    });
  });
});
