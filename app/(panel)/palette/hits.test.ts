import { describe, expect, it } from "vitest";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { narrowed, nextOf, selectedOf } from "@/app/(panel)/palette/hits";

const user = (login: string, description = "") =>
  ({ id: login, login, email: `${login}@example.com`, description }) as UserRow;
const service = (name: string, reference: string) => ({ id: name, name, reference, status: "" });
const found = (words: string) => {
  const { users, services } = narrowed(hits, words);
  return [...users.map(({ login }) => login), ...services.map(({ name }) => name)];
};
const hits = {
  users: [user("ines"), user("marek", "Nights, with Inès"), user("martin")],
  services: [service("Marketing site", "web-1"), service("build-01", "vps-mar")],
};

describe("the earlier hits shown while the search for new words is running", () => {
  it("match the new words in login, email or description, or in name or reference", () => {
    expect(found("marek")).toEqual(["marek"]);
    expect(found("  INÈS ")).toEqual(["ines", "marek"]);
    expect(found("martin@")).toEqual(["martin"]);
    expect(found("mar")).toEqual(["marek", "martin", "Marketing site", "build-01"]);
    expect(found("olga")).toEqual([]);
  });

  it("begin with the new word if it has one or two letters", () => {
    expect(found("ma")).toEqual(["marek", "martin", "Marketing site"]);
    expect(found("in")).toEqual(["ines"]);
    expect(found("é")).toEqual([]);
  });
});

const [a, b, c] = [{ id: "a" }, { id: "b" }, { id: "c" }];

describe("the selection", () => {
  it("is the first option until the user selects one, and stays when others arrive above it", () => {
    expect(selectedOf([a, b], null)).toBe(a);
    expect(selectedOf([c, a, b], "a")).toBe(a);
    expect(selectedOf([], null)).toBeUndefined();
  });

  it("is empty when its option disappears; the next option does not take its place", () => {
    expect(selectedOf([b, c], "a")).toBeUndefined();
  });

  it("moves by the arrow keys, wraps at both ends, and starts at the first or last option", () => {
    const all = [a, b, c];
    expect([nextOf(all, a, "ArrowDown"), nextOf(all, c, "ArrowDown"), nextOf(all, undefined, "ArrowDown")]).toEqual([
      b,
      a,
      a,
    ]);
    expect([nextOf(all, b, "ArrowUp"), nextOf(all, a, "ArrowUp"), nextOf(all, undefined, "ArrowUp")]).toEqual([
      a,
      c,
      c,
    ]);
    expect([nextOf(all, a, "PageDown"), nextOf(all, c, "PageUp")]).toEqual([c, a]);
  });

  it("ignores all keys when there are no options, and other keys", () => {
    expect([nextOf([], undefined, "ArrowDown"), nextOf([a], a, "Home"), nextOf([a], a, "x")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
