import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import type { Operation } from "@/lib/access/operation";
import { operations } from "@/lib/domain/register";
import { asAction } from "@/lib/doors/action";
import { performForRenderedUser } from "@/lib/doors/rendered-for";
import { asResult, asRoute } from "@/lib/doors/route";
import { fieldsOf } from "@/lib/doors/secrets";
import { secret, secrets } from "@/lib/isomorphic/fields";
import { done, refuse } from "@/lib/isomorphic/result";
import { permissions } from "@/lib/policy";

vi.mock("next/headers", () => ({ cookies: async () => new Map(), headers: async () => new Map() }));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.mock("next/navigation", () => ({ redirect: () => {}, unstable_rethrow: () => {} }));
vi.mock("@/lib/doors/sentence-page", () => ({ pageOf: () => "", formatSentence: () => "" }));
vi.mock("@/lib/doors/rendered-for", () => ({
  performForRenderedUser: vi.fn<() => unknown>(),
  isForOtherUser: () => false,
}));

const golden = "lib/domain/secrets.golden.txt";
const all: Operation[] = permissions.map((permission) => operations[permission]);

const namesOf = (schema: z.ZodMiniType) => [...new Set(fieldsOf(schema).map(({ name }) => name))];
const secretsOf = (schema: z.ZodMiniType) => [
  ...new Set(fieldsOf(schema).flatMap(({ name, secret: isSecret }) => (isSecret ? [name] : []))),
];

/** The secret fields of an operation in the golden file. People review that file when it changes; it is no schema. */
const listed = (permission: string, side: "takes" | "gives"): string[] => {
  const line = readFileSync(golden, "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${permission} ${side} `));
  return line ? line.split(" ").slice(2) : [];
};

it("The golden file lists the secrets that each operation takes and gives", async () => {
  const lines = all.flatMap(({ permission, input, output }) =>
    (
      [
        ["takes", input],
        ["gives", output],
      ] as const
    ).flatMap(([side, schema]) => {
      const names = secretsOf(schema).toSorted();
      return names.length > 0 ? [`${permission} ${side} ${names.join(" ")}`] : [];
    }),
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`../../${golden}`);
});

it("A field that is named like a secret is marked as one in every form", () => {
  const likely = /password|current|repeat|^(code|answer|secret|token)$/i;
  const unmarked = all.flatMap(({ permission, input }) =>
    namesOf(input)
      .filter((name) => likely.test(name) && !secretsOf(input).includes(name))
      .map((name) => `${permission} ${name}`),
  );
  expect(unmarked).toEqual([]);
});

it("A mark is on a top-level field of an input or output, where the doors find it", () => {
  for (const { permission, input, output } of all) {
    for (const schema of [input, output])
      expect([permission, marksIn(schema)]).toEqual([permission, marksIn(schema, 1)]);
  }
  expect(marksIn(z.object({ deep: z.object({ token: secret(z.string()) }) }))).toBe(1);
  expect(marksIn(z.object({ deep: z.object({ token: secret(z.string()) }) }), 1)).toBe(0);
});

describe("Of each operation", () => {
  const logged = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  beforeEach(() => void logged.mockClear());

  /** A form with a value in every field of the operation, and the fields that React and the form shell add. */
  function filled({ input }: Operation) {
    const form = new FormData();
    for (const name of [...namesOf(input), "$ACTION_REF_1", "drawnFor", "nobodyAsked"])
      form.set(name, `typed into ${name}`);
    return form;
  }
  const others = (operation: Operation) =>
    namesOf(operation.input).filter((name) => !listed(operation.permission, "takes").includes(name));

  it.each(all)("a refused form gets back everything that was typed except secrets: $permission", async (operation) => {
    vi.mocked(performForRenderedUser).mockResolvedValue(refuse("invalid"));
    const result = await asAction(operation)(null, filled(operation));
    expect(result).toEqual({
      ...refuse("invalid"),
      values: Object.fromEntries(others(operation).map((name) => [name, `typed into ${name}`])),
    });
  });

  it.each(all)("no secret enters the log of an error: $permission", async (operation) => {
    vi.mocked(performForRenderedUser).mockRejectedValue(new Error("something unexpected"));
    expect(await asAction(operation)(null, filled(operation))).toMatchObject({ outcome: "failed" });
    expect(logged).toHaveBeenCalledOnce();
    expect(logged.mock.calls.join()).not.toContain("typed into");
  });

  it.each(all)(
    "the browser gets the output without its secrets, which are for cookies and redirects: $permission",
    async (operation) => {
      const names = namesOf(operation.output);
      const value = Object.fromEntries(names.map((name) => [name, `given in ${name}`]));
      const sent = Object.fromEntries(
        Object.entries(value).filter(([name]) => !listed(operation.permission, "gives").includes(name)),
      );
      vi.mocked(performForRenderedUser).mockImplementation(async () => done(value));
      const finish = vi.fn(async () => {});
      expect(await asAction(operation, { finish })(null, new FormData())).toEqual(done(sent));
      const answer = await asRoute(operation, { ...asResult, finish })(
        new Request("http://localhost/", { method: "POST", body: new FormData() }),
      );
      expect(await answer.json()).toEqual(done(sent));
      expect(finish.mock.calls).toEqual([[value], [value]]);
    },
  );
});

/** Counts the marks in a schema, at any depth or up to a number of nested objects. */
function marksIn(schema: unknown, depth = Infinity, seen = new Set<unknown>()): number {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return 0;
  seen.add(schema);
  if (!(schema instanceof z.core.$ZodType))
    return Object.values(schema).reduce<number>((sum, part) => sum + marksIn(part, depth, seen), 0);
  if (secrets.has(schema)) return 1;
  const { shape, ...def } = schema._zod.def as { shape?: object };
  return marksIn(def, depth, seen) + (depth > 0 ? marksIn(shape, depth - 1, seen) : 0);
}
