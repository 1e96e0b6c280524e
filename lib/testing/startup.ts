import { vi } from "vitest";

/** From here on it is as in a process whose server does not take requests yet. */
export function forgetStartup(): void {
  Reflect.deleteProperty(globalThis, Symbol.for("steward.startup"));
  vi.resetModules();
}
