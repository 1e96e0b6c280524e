import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logInFor } from "@/lib/isomorphic/log-in-url.mjs";
import { entryOf, innerPath, paths } from "@/lib/isomorphic/paths";

describe("The page that a person was going to", () => {
  it.each(["/", "/account", "/account/users?status=removed&q=a%20b", "/account/users?q=//x", "/account#top"])(
    "%s is inside",
    (path) => {
      expect(innerPath(path)).toBe(path);
    },
  );

  it.each([
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "https://elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "elsewhere.example",
    "",
    " /account",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/a\r\nLocation: //x",
    "/..//elsewhere.example",
    "/./%5celsewhere\\",
    "/a/..//elsewhere.example",
    "/account\0",
    "/a%0d%0aLocation:x",
    "/%00",
    "/%",
    "/a%2f%2fb",
    "/account/%5cx",
    "/healthz",
    "/icon.svg",
    "/accounting",
    `/${"a".repeat(2000)}`,
    "/api/auth/signout",
    "/_next/static/x",
    "/logout",
    "/account/../logout",
    "/x/../api/auth/csrf",
    undefined,
    null,
    7,
    ["/account"],
    {},
  ])("%j is not", (path) => expect(innerPath(path)).toBeNull());

  it("never leads out of the panel, for any input", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "//",
      ":",
      "@",
      "evil.example",
      "http:",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "?",
      "#",
      "a",
      "\u2028",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const inner = innerPath(`/${parts.join("")}`);
        if (inner !== null)
          expect(new URL(inner, "https://panel.example.com/login").origin).toBe("https://panel.example.com");
      }),
      { numRuns: 2000 },
    );
  });

  it("is reached after logging in", () => {
    expect(logInFor("/account/users?q=a&size=50")).toBe("/login?next=%2Faccount%2Fusers%3Fq%3Da%26size%3D50");
    expect(logInFor("/")).toBe(paths.logIn);
    expect(logInFor("")).toBe(paths.logIn);
    // Its encoding is longer than the server accepts.
    expect(logInFor(`/account?q=${"%22".repeat(2700)}`)).toBe(paths.logIn);
  });

  it("is reached after the steps that a login still has to complete", () => {
    expect(entryOf({ pendingStep: null, next: "/account/users" })).toBe("/account/users");
    expect(entryOf({ pendingStep: null, next: "" })).toBe(paths.home);
    expect(entryOf({ pendingStep: null, next: "//elsewhere.example" })).toBe(paths.home);
    expect(entryOf({ pendingStep: "second-factor", next: "/account/users?q=a" })).toBe(
      "/login/verify?next=%2Faccount%2Fusers%3Fq%3Da",
    );
    expect(entryOf({ pendingStep: "second-factor", next: "//elsewhere.example" })).toBe(paths.verify);
    expect(entryOf({ pendingStep: "password", next: "/account/users" })).toBe(paths.newPassword);
    expect(entryOf({ pendingStep: "enrolment", next: "" })).toBe(paths.enrol);
  });
});

it("A person may be led to every page of the panel, and to no page before log-in", () => {
  for (const path of Object.values(paths)) {
    expect([path, innerPath(path)]).toEqual([
      path,
      /^\/(login|logout|signup|texts|account\/users\/find|services\/find|account\/security\/confirm\/again)\b/.test(
        path,
      )
        ? null
        : path,
    ]);
  }
});
