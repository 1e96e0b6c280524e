import { describe, expect, it } from "vitest";
import { defaultActivityQuery, endsBeforeItBegins, readActivityQuery, sections } from "@/lib/domain/activity/schema";

const read = (text: string) => readActivityQuery(Object.fromEntries(new URLSearchParams(text)));

describe("The query in the activity's URL", () => {
  it("sets the filters; an empty one sets none", () => {
    expect(read("")).toEqual({ query: defaultActivityQuery, misread: false });
    expect(read("q=&who=&section=&when=&from=&to=&anything=else")).toEqual({
      query: defaultActivityQuery,
      misread: false,
    });
    expect(read("q=martin&who=root.b&section=users&when=30")).toEqual({
      query: { ...defaultActivityQuery, q: "martin", who: "root.b", section: "users", when: "30" },
      misread: false,
    });
    expect(read("section=users.remove").query.section).toBe("users.remove");
  });

  it("reads dates as a period, also with only one date", () => {
    expect(read("from=2026-11-01&to=2026-11-24").query).toMatchObject({
      when: "between",
      from: "2026-11-01",
      to: "2026-11-24",
    });
    expect(read("from=2024-02-29").query).toMatchObject({ when: "between", from: "2024-02-29", to: "" });
    expect(read("when=between")).toEqual({ query: { ...defaultActivityQuery, when: "between" }, misread: false });
  });

  it("keeps a period whose first day is after its last, and can tell that it is invalid", () => {
    const { query, misread } = read("from=2026-11-24&to=2026-11-23");
    expect([query, misread]).toEqual([
      { ...defaultActivityQuery, when: "between", from: "2026-11-24", to: "2026-11-23" },
      false,
    ]);
    const ends = (text: string) => endsBeforeItBegins(read(text).query);
    expect([
      ends("from=2026-11-24&to=2026-11-23"),
      ends("from=2026-11-24&to=2026-11-24"),
      ends("from=2026-11-24"),
      ends("to=2026-11-24"),
    ]).toEqual([true, false, false, false]);
  });

  it("prefers a preset period to dates left in the form", () => {
    expect(read("when=7&from=2026-11-01&to=2026-11-24")).toEqual({
      query: { ...defaultActivityQuery, when: "7" },
      misread: false,
    });
  });

  it.each([
    "from=10000-01-01",
    "to=%2B010000-01-01",
    "from=2026-02-30",
    "from=2025-02-29",
    "to=2026-13-01",
    "to=0001-01-01",
    "from=0000-00-00",
    "from=yesterday",
    "to=24.11.2026",
    "from=2026-11-24T10:00",
    "when=8",
    "when=__proto__",
    "section=health.check",
    "section=activity.list",
    "section=constructor",
    `q=${"x".repeat(101)}`,
    `who=${"x".repeat(256)}`,
    "who=%00",
    "person=%0A",
    `cursor=${"x".repeat(513)}`,
  ])("gets the default for an invalid value, and says so: %s", (text) => {
    expect(read(text)).toEqual({ query: defaultActivityQuery, misread: true });
  });

  it("refuses duplicate values", () => {
    expect(readActivityQuery({ who: ["jane", "martin"] })).toEqual({ query: defaultActivityQuery, misread: true });
  });

  it("has a section for each area with permissions that write an entry", () => {
    expect([...sections.keys()]).toEqual(
      expect.arrayContaining(["sign-in", "account", "profile", "security", "users"]),
    );
    expect(sections.get("users")).toContain("users.erase");
    expect([...sections.values()].flat()).not.toContain("users.list");
  });
});
