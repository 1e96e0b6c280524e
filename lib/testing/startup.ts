import { vi } from "vitest";

/** Resets this process to the state before its server takes requests. */
export function resetStartup(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("steward.startup"));
  vi.resetModules();
}
