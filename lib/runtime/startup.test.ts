import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetStartup } from "@/lib/testing/startup";

beforeEach(forgetStartup);
afterEach(forgetStartup);

it("What is to begin with the server begins once, whether it is named before the server takes requests or after that", async () => {
  const begun: string[] = [];
  const begin = (name: string) => async () => void begun.push(name);
  const { beginServing } = await import("@/lib/runtime/startup.mjs");
  vi.resetModules();
  // As in what Next bundled.
  const { onceServing } = await import("@/lib/runtime/startup.mjs");
  onceServing(begin("early"));
  expect(begun).toEqual([]);
  await beginServing();
  expect(begun).toEqual(["early"]);
  onceServing(begin("late"));
  expect(begun).toEqual(["early", "late"]);
});
