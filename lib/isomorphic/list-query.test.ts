import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultEmailsQuery } from "@/lib/domain/mail/schema";
import { defaultServicesQuery } from "@/lib/domain/services/schema";
import { defaultUsersQuery } from "@/lib/domain/users/schema";
import { isNarrowed, type ListQuery } from "@/lib/isomorphic/list-query";
import { programSources } from "@/lib/testing/sources";

const lists: [string, ListQuery<string>][] = [
  ["users", defaultUsersQuery],
  ["services", defaultServicesQuery],
  ["emails", defaultEmailsQuery],
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

  it("is asked by every page that says a list has no rows yet", () => {
    const pages = programSources().filter(
      ({ file, texts }) => /^app\/.*\/page\.tsx$/.test(file) && texts.includes("emptyTitle"),
    );
    expect(pages.length).toBe(lists.length);
    for (const { file } of pages)
      expect([file, readFileSync(file, "utf8")]).toEqual([file, expect.stringContaining("= isNarrowed(query, ")]);
  });
});
