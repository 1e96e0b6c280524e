import { beforeEach, describe, expect, it, vi } from "vitest";
import { asAction } from "@/lib/doors/action";
import { performForRenderedUser } from "@/lib/doors/rendered-for";
import { asResult, asRoute } from "@/lib/doors/route";
import { operations } from "@/lib/domain/register";
import { done, refuse } from "@/lib/isomorphic/result";
import { permissions, type Permission } from "@/lib/policy";

const [jar, sent] = [new Map<string, string>(), new Map<string, string>()];
vi.mock("next/headers", () => ({ cookies: async () => jar, headers: async () => sent }));
const revalidatePath = vi.hoisted(() => vi.fn<() => void>());
vi.mock("next/cache", () => ({ revalidatePath }));
vi.mock("next/navigation", () => ({ redirect: () => {}, unstable_rethrow: () => {} }));
vi.mock("@/lib/doors/sentence-page", () => ({ pageOf: () => "", formatSentence: () => "" }));
vi.mock("@/lib/doors/rendered-for", () => ({
  performForRenderedUser: vi.fn<() => unknown>(),
  isForOtherUser: () => false,
}));

beforeEach(() => {
  jar.clear();
  sent.clear();
});

/** The cookie by which an action notes a remark for the next page, after this result. */
async function cookiesAfter(permission: Permission, password: string, result = done(null) as never) {
  vi.mocked(performForRenderedUser).mockResolvedValue(result);
  const form = new FormData();
  form.set("password", password);
  await asAction(operations[permission] as never)(null, form);
  return [...jar.keys()];
}

it("After each form that sets a password with a blank at an end, the next page points it out", async () => {
  const remarking: Permission[] = [];
  for (const permission of permissions) {
    jar.clear();
    if ((await cookiesAfter(permission, "four unrelated words ")).length > 0) remarking.push(permission);
  }
  expect(remarking).toEqual([
    "account.create",
    "account.confirm",
    "password.reset",
    "password.renew",
    "password.set",
    "password.change",
    "users.add",
    "users.set-password",
    "account.open",
  ]);
});

it("After a password without such a blank, a refusal, or a form sent by JavaScript, the next page points nothing out", async () => {
  expect(await cookiesAfter("password.change", "four unrelated words")).toEqual([]);
  expect(await cookiesAfter("password.change", " four", refuse("invalid") as never)).toEqual([]);
  sent.set("next-action", "x");
  expect(await cookiesAfter("password.change", " four unrelated words")).toEqual([]);
  sent.clear();
  expect(await cookiesAfter("password.change", " four unrelated words")).toEqual(["steward-blank"]);
});

describe("An error in the door", () => {
  const act = async (finish?: () => Promise<never>) =>
    asAction(operations["profile.edit"] as never, finish && { finish })(null, new FormData());
  const broken = async () => {
    throw new Error("no cookies");
  };

  it("says that nothing was saved only if the operation was not done yet", async () => {
    vi.mocked(performForRenderedUser).mockRejectedValue(new Error("before it was done"));
    expect(await act()).toMatchObject({ outcome: "failed", sentence: { key: "outcomes.failed" } });
    vi.mocked(performForRenderedUser).mockResolvedValue(done(null) as never);
    expect(await act(broken)).toMatchObject({ outcome: "failed", sentence: { key: "outcomes.failed_after" } });
    revalidatePath.mockImplementationOnce(() => {
      throw Object.assign(new Error("the database is away now"), { code: "ECONNREFUSED" });
    });
    expect(await act()).toMatchObject({ outcome: "failed", sentence: { key: "outcomes.failed_after" } });
  });

  it("is reported in the same way by a route, which answers its script with a result", async () => {
    vi.mocked(performForRenderedUser).mockResolvedValue(done(null) as never);
    const route = asRoute(operations["profile.edit"] as never, { ...asResult, answer: broken });
    const answer = await route(new Request("http://localhost/", { method: "POST", body: new FormData() }));
    expect([answer.status, await answer.json()]).toMatchObject([
      500,
      { outcome: "failed", sentence: { key: "outcomes.failed_after" } },
    ]);
  });
});
