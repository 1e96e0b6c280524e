import { expect, it } from "vitest";
import { privatePagesOf } from "@/lib/server/private-pages.mjs";

it("Private pages are the pages of Next's build that are in the panel, in their usual spelling", () => {
  const isPrivate = privatePagesOf({
    "/(panel)/(home)/page": "/",
    "/(panel)/account/users/page": "/account/users",
    "/(panel)/account/emails/[id]/page": "/account/emails/[id]",
    "/(panel)/account/users/find/route": "/account/users/find",
    "/(panel)/services/[id]/page": "/services/[id]",
    "/(panel)/services/find/route": "/services/find",
    "/(public)/login/page": "/login",
    "/healthz/route": "/healthz",
  });
  expect(["/", "/account/users", "/account/emails/01a-b_c", "/services/1"].filter(isPrivate)).toHaveLength(4);
  const others = [
    "",
    "/login",
    "/healthz",
    "/account",
    "/account/users/",
    "/account/users/find",
    "/services/find",
    "//account",
  ];
  const odd = [
    "/account/emails/",
    "/account/emails/a/b",
    "/account/emails/..",
    "/account/emails/%61",
    "/account/users;a",
  ];
  expect([...others, ...odd].filter(isPrivate)).toEqual([]);
});
