import * as z from "zod/mini";
import { text } from "@/lib/fields";

export const themes = ["system", "light", "dark"] as const;

/** *Your profile*. An empty time zone means the browser's own. */
export const profile = z.strictObject({
  displayName: text(64),
  timeZone: z.string("errors.malformed").check(z.refine(isTimeZone, "errors.time_zone")),
  theme: z.enum(themes, "errors.malformed"),
});

/** Every time zone that this machine knows, and UTC. */
export const timeZones = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

function isTimeZone(zone: string): boolean {
  if (zone === "" || zone === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone);
  } catch {
    return false;
  }
}
