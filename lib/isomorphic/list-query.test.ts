import { describe, expect, it } from "vitest";
import { defaultActivityQuery } from "@/lib/domain/activity/schema";
import { defaultEmailsQuery } from "@/lib/domain/mail/schema";
import { defaultServicesQuery } from "@/lib/domain/services/schema";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { isNarrowed, listUrl, parametersOf, type PageQuery } from "@/lib/isomorphic/list-query";

const lists: [string, PageQuery][] = [
  ["users", defaultUsersQuery],
  ["services", defaultServicesQuery],
  ["emails", defaultEmailsQuery],
  ["activity", defaultActivityQuery],
];

describe("isNarrowed", () => {
  it.each(lists)("knows every filter that the list of %s has", (_, plain) => {
    const { sort: _sort, descending: _descending, size: _size, ...filters } = plain;
    expect(Object.keys(filters)).toContain("q");
    for (const name of Object.keys(filters))
      expect([name, isNarrowed({ ...plain, [name]: "on" }, plain)]).toEqual([name, true]);
  });

  it.each(lists)("treats another order or page size of %s as the whole list", (_, plain) => {
    expect(isNarrowed(plain, plain)).toBe(false);
    expect(isNarrowed({ ...plain, sort: "other", descending: !plain.descending, size: 100 }, plain)).toBe(false);
  });
});

describe("The URL of a list", () => {
  const services = { path: "/services", query: defaultServicesQuery, fallback: defaultServicesQuery };

  it("leaves out default values", () => {
    expect(listUrl(services)).toBe("/services");
    const query = { ...defaultServicesQuery, q: "a b", status: "expired" };
    expect(listUrl({ ...services, query })).toBe("/services?q=a+b&status=expired");
  });

  it("changes only the given values", () => {
    const query = { ...defaultServicesQuery, status: "expired", cursor: "x" };
    expect(listUrl({ ...services, query }, { sort: "bought", descending: true, cursor: "" })).toBe(
      "/services?status=expired&sort=-bought",
    );
  });

  it("names no order and no page size for a log", () => {
    expect(parametersOf({ cursor: "x" })).toEqual({ cursor: "x" });
    expect(Object.keys(parametersOf(defaultActivityQuery))).toEqual(Object.keys(defaultActivityQuery));
  });
});
