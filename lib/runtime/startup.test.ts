import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { resetStartup } from "@/lib/testing/startup";

beforeEach(resetStartup);
afterEach(resetStartup);

it("Work begins once with the server, whether it registers before or after the server takes requests", async () => {
  const begun: string[] = [];
  const begin = (name: string) => async () => void begun.push(name);
  const { markServerReady } = await import("@/lib/runtime/startup.mjs");
  vi.resetModules();
  // As in the code that Next bundles.
  const { onServerReady } = await import("@/lib/runtime/startup.mjs");
  onServerReady(begin("early"));
  expect(begun).toEqual([]);
  await markServerReady();
  expect(begun).toEqual(["early"]);
  onServerReady(begin("late"));
  expect(begun).toEqual(["early", "late"]);
});
