import { describe, expect, it } from "vitest";
import { refuseOwnDemotion, refuseSelf, restorableUntil } from "@/lib/domain/users/rules";
import en from "@/lib/i18n/messages/en.mjs";

const ada = { personId: "ada" };
const person = (id: string, privilege: string) => ({ id, privilege, status: "enabled" });

describe("Users cannot harm themselves", () => {
  it("by disabling, removing or setting a password; each refusal has its message", () => {
    for (const permission of ["users.disable", "users.remove", "users.set-password"] as const) {
      const [, act] = permission.split(".");
      expect(refuseSelf(ada, { id: "ada" }, permission)).toEqual({
        outcome: "forbidden",
        sentence: { key: `reasons.self.${act}` },
      });
      expect(refuseSelf(ada, { id: "jane" }, permission)).toBeNull();
      expect(Object.keys(en.reasons.self)).toContain(act);
    }
  });

  it("by demoting themselves; they can keep their privilege and demote others", () => {
    expect(refuseOwnDemotion(ada, person("ada", "administrator"), "user")).toMatchObject({
      sentence: { key: "reasons.self.demote" },
    });
    expect(refuseOwnDemotion(ada, person("ada", "administrator"), "none")).toMatchObject({ outcome: "forbidden" });
    expect(refuseOwnDemotion(ada, person("ada", "administrator"), "administrator")).toBeNull();
    expect(refuseOwnDemotion(ada, person("jane", "administrator"), "none")).toBeNull();
  });
});

it("A removed user can be restored for 30 days, also across a daylight saving change", () => {
  expect(restorableUntil(new Date("2026-03-20T12:00:00Z"))).toEqual(new Date("2026-04-19T12:00:00Z"));
});
