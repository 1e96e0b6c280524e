import { describe, expect, it } from "vitest";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { narrowed, nextOf, selectedOf } from "@/app/(panel)/palette/hits";

const user = (login: string, description = "") => ({ id: login, login, email: `${login}@example.com`, description }) as UserRow;
const service = (name: string, reference: string) => ({ id: name, name, reference, status: "" });
const found = (words: string) => {
  const { users, services } = narrowed(hits, words);
  return [...users.map(({ login }) => login), ...services.map(({ name }) => name)];
};
const hits = {
  users: [user("ines"), user("marek", "Nights, with Inès"), user("martin")],
  services: [service("Marketing site", "web-1"), service("build-01", "vps-mar")],
};

describe("what stays of the hits of other words while the answer for these is looked up", () => {
  it("is what these words find too, by a part of login, e-mail or description, of name or reference", () => {
    expect(found("marek")).toEqual(["marek"]);
    expect(found("  INÈS ")).toEqual(["ines", "marek"]);
    expect(found("martin@")).toEqual(["martin"]);
    expect(found("mar")).toEqual(["marek", "martin", "Marketing site", "build-01"]);
    expect(found("olga")).toEqual([]);
  });

  it("is what begins so, where they are one or two letters", () => {
    expect(found("ma")).toEqual(["marek", "martin", "Marketing site"]);
    expect(found("in")).toEqual(["ines"]);
    expect(found("é")).toEqual([]);
  });
});

const [a, b, c] = [{ id: "a" }, { id: "b" }, { id: "c" }];

describe("the selection", () => {
  it("is the first option until one was selected, and stays with that where others arrive above it", () => {
    expect(selectedOf([a, b], null)).toBe(a);
    expect(selectedOf([c, a, b], "a")).toBe(a);
    expect(selectedOf([], null)).toBeUndefined();
  });

  it("is nothing where its option went, and not what stands in its place", () => {
    expect(selectedOf([b, c], "a")).toBeUndefined();
  });

  it("goes on by the arrows, round the ends, and from nothing to the first or the last", () => {
    const all = [a, b, c];
    expect([nextOf(all, a, "ArrowDown"), nextOf(all, c, "ArrowDown"), nextOf(all, undefined, "ArrowDown")]).toEqual([b, a, a]);
    expect([nextOf(all, b, "ArrowUp"), nextOf(all, a, "ArrowUp"), nextOf(all, undefined, "ArrowUp")]).toEqual([a, c, c]);
    expect([nextOf(all, a, "PageDown"), nextOf(all, c, "PageUp")]).toEqual([c, a]);
  });

  it("takes no key where there is nothing to select, and no other key", () => {
    expect([nextOf([], undefined, "ArrowDown"), nextOf([a], a, "Home"), nextOf([a], a, "x")]).toEqual([undefined, undefined, undefined]);
  });
});
