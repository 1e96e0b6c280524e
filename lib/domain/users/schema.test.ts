import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultUsersQuery, newUser, readUsersQuery, userSorts, usersQuery } from "@/lib/domain/users/schema";
import { pageSizes } from "@/lib/isomorphic/list-query";

describe("The query in the URL of the list", () => {
  it("is empty by default: newest first", () => {
    expect(readUsersQuery({})).toEqual({ query: defaultUsersQuery, misread: false });
    expect(readUsersQuery({ q: "", privilege: "", status: "", sort: "", size: "", cursor: "" })).toEqual({
      query: defaultUsersQuery,
      misread: false,
    });
  });

  it("is read part by part", () => {
    const asked = {
      q: " jo ",
      privilege: "none",
      status: "removed",
      "two-factor": "on",
      sort: "-last-login",
      size: "100",
      cursor: "abc.def",
    };
    expect(readUsersQuery(asked)).toEqual({
      query: {
        q: "jo",
        privilege: "none",
        status: "removed",
        "two-factor": "on",
        sort: "last-login",
        descending: true,
        size: 100,
        cursor: "abc.def",
      },
      misread: false,
    });
    expect(readUsersQuery({ sort: "username" }).query).toMatchObject({ sort: "username", descending: false });
    expect(readUsersQuery({ sort: "last-login" }).query).toMatchObject({ sort: "last-login", descending: false });
  });

  it.each<Record<string, string | string[]>>([
    { page: "-1" },
    { page: "2" },
    { size: "26" },
    { size: "1e9" },
    { size: "-25" },
    { sort: "password" },
    { sort: "--created" },
    { sort: "created desc" },
    { privilege: "holder" },
    { privilege: "__proto__" },
    { status: "constructor" },
    { status: "Enabled" },
    { q: "a\0b" },
    { q: "a\nb" },
    { q: "\uD800" },
    { q: "a".repeat(255) },
    { q: "a".repeat(10_000) },
    { cursor: "a".repeat(513) },
    { q: ["a", "b"] },
    { status: ["enabled", "disabled"] },
    { size: ["25"] },
  ])("is not understood as %j: the list shows the default, and says so", (asked) => {
    const { query, misread } = readUsersQuery(asked);
    expect([query, misread]).toEqual([defaultUsersQuery, true]);
  });

  it("can have parameters that the list does not know: the message after adding, a tracking parameter", () => {
    expect(readUsersQuery({ added: "jane", welcome: "1", utm_source: "x" })).toEqual({
      query: defaultUsersQuery,
      misread: false,
    });
  });

  it("always becomes a valid query", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("enabled", "-created", "50", "user"),
      fc.array(fc.string(), { maxLength: 2 }),
    );
    const names = fc.constantFrom(
      "q",
      "privilege",
      "status",
      "sort",
      "size",
      "cursor",
      "page",
      "__proto__",
      "toString",
    );
    fc.assert(
      fc.property(fc.dictionary(names, value), (asked) => {
        const { query } = usersQuery.parse(asked);
        expect(userSorts).toContain(query.sort);
        expect(pageSizes).toContain(query.size);
        expect(["", "none", "user", "administrator"]).toContain(query.privilege);
        expect(["", "enabled", "disabled", "change-due", "removed"]).toContain(query.status);
        expect(query.q.length <= 254 && !/[\p{Cc}\p{Cs}]/u.test(query.q) && query.cursor.length <= 512).toBe(true);
      }),
    );
  });
});

describe("Add a user", () => {
  const good = { login: "john.smith", email: "j@example.com", password: "long enough", privilege: "user" };
  const errorsFor = (fields: object) =>
    newUser.safeParse({ ...good, ...fields }).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

  it("requires neither description nor switches", () => {
    expect(newUser.parse(good)).toEqual({ ...good, description: "", mustChange: false, invite: false });
    expect(newUser.parse({ ...good, mustChange: "on", description: " Web shop " })).toMatchObject({
      mustChange: true,
      description: "Web shop",
    });
  });

  it.each(["a", "A.b-c_9", "_", "...", "x".repeat(64)])("accepts %s as a username", (login) =>
    expect(errorsFor({ login })).toBeUndefined(),
  );

  it("trims the username", () => expect(newUser.parse({ ...good, login: " jane\n" }).login).toBe("jane"));

  it.each([
    ["", "required"],
    [" ", "required"],
    ["x".repeat(65), "long"],
    ["a b", "characters"],
    ["a/b", "characters"],
    ["a@b", "characters"],
    ["🚀", "characters"],
    ["é", "characters"],
    ["а", "characters"],
    ["a\0", "characters"],
  ])("refuses %j as a username", (login, why) => expect(errorsFor({ login })).toContain(`login errors.login.${why}`));

  it.each(["holder", "operator", "", "User", "owner", ["user"], null])("refuses %j as a privilege", (privilege) => {
    expect(errorsFor({ privilege })).toEqual(["privilege errors.privilege"]);
  });
});
