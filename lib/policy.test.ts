import { describe, expect, it } from "vitest";
import { operator, program, type Actor, type Member } from "@/lib/access/actor";
import { refusalFor } from "@/lib/access/authorize";
import { operations } from "@/lib/domain/register";
import { english as en } from "@/lib/i18n/texts";
import { statusOf } from "@/lib/isomorphic/result";
import {
  permissions,
  policy,
  reaches,
  rowOf,
  withheldKey,
  withheldOnUsers,
  type PendingStep,
  type Permission,
  type Standing,
} from "@/lib/policy";

const standings = ["none", "user", "administrator", "holder"] as const satisfies readonly Standing[];

// The table reads only these fields.
const member = (standing: Standing, pendingStep: PendingStep | null = null) =>
  ({ principal: { kind: "person", standing }, credential: { kind: "session", pendingStep } }) as Member;

const people: Record<string, Actor> = {
  "signed out": {
    principal: { kind: "stranger" },
    credential: null,
    source: "",
    browser: { token: "", known: "", userAgent: "" },
  },
  "second step pending": member("holder", "second-factor"),
  "password change due": member("holder", "password"),
  "two-factor setup due": member("holder", "enrolment"),
  None: member("none"),
  User: member("user"),
  Administrator: member("administrator"),
  holder: member("holder"),
  operator,
  program,
};

it("The whole table: who may do what, and the message that says so", async () => {
  const columns = ["permission", "area", "level", "kind", "step-up", ...Object.keys(people)];
  const rows = permissions.map((permission) => {
    const { area, level, kind, stepUp = "" } = rowOf(permission);
    return [
      permission,
      area,
      level,
      kind,
      stepUp,
      ...Object.values(people).map((actor) => answerTo(actor, permission)),
    ];
  });
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const sentences = permissions.map((permission) => `- \`${permission}\`: ${sentenceOf(permission)}.`);
  const golden = `${[...lines, "", ...sentences].join("\n")}\n`;
  await expect(golden).toMatchFileSnapshot("policy.golden.md");
});

describe("A permission's message", () => {
  it.each(permissions)("%s: names who, then what, without a full stop", (permission) => {
    expect(wordsOf(en.does, permission)).toMatch(/^[a-z][a-zA-Z ’,-]+[a-z]$/);
    expect(sentenceOf(permission)).toBe(
      `${sentenceOf(permission).split(" can ")[0]} can ${wordsOf(en.does, permission)}`,
    );
    expect(sentenceOf(permission)).toMatch(/^(Anyone|Everyone|Only ((a|an|the) [A-Z]?[a-z]+|Steward))/);
  });

  it("exists for exactly the permissions of the table", () => {
    expect(pathsIn(en.does)).toEqual(permissions.toSorted());
    expect(pathsIn(en.withheld)).toEqual(permissions.toSorted());
  });
});

describe("Buttons and entry points agree", () => {
  it.each(standings)("on every permission of the standing %s", (standing) => {
    for (const permission of permissions) {
      expect([permission, refusalFor(member(standing), permission) === null]).toEqual([
        permission,
        reaches(standing, permission),
      ]);
    }
  });

  it("and a higher standing has every permission of the lower ones", () => {
    for (const permission of permissions) {
      const reached = standings.map((standing) => reaches(standing, permission));
      expect([permission, reached]).toEqual([permission, reached.toSorted((a, b) => Number(a) - Number(b))]);
    }
  });
});

it("The browser is told every act on users that a person of this standing may not do, and no other", () => {
  expect([withheldOnUsers("holder"), withheldOnUsers("administrator")]).toEqual([[], []]);
  const acts = permissions.filter(
    (permission) => permission.startsWith("users.") && rowOf(permission).level === "administrator",
  );
  for (const standing of ["user", "none"] as const) expect(withheldOnUsers(standing)).toEqual(acts);
});

describe("An actor without the permission", () => {
  it("gets the permission's message, or is asked to log in", () => {
    expect(refusalFor(member("user"), "users.add")).toEqual({
      outcome: "forbidden",
      sentence: { key: "withheld.users.add" },
      missing: "users.add",
    });
    expect(refusalFor(people["signed out"]!, "users.add")).toEqual({
      outcome: "signed_out",
      sentence: { key: "outcomes.signed_out" },
      remedy: "log-in",
    });
  });

  it.each([
    ["second-factor", ["verification.view", "session.verify", "session.end"]],
    ["password", ["session.end", "password.renew"]],
    [
      "enrolment",
      [
        "session.end",
        "account.release-two-factor",
        "factors.ask-new-app",
        "factors.add-app",
        "factors.ask-new-key",
        "factors.add-key",
        "enrolment.ask",
        "enrolment.confirm",
      ],
    ],
  ] as const)("can only complete the pending step (%s) or log out, even as account holder", (debt, way) => {
    const open = permissions.filter((permission) => refusalFor(member("holder", debt), permission) === null);
    expect(open.filter((permission) => policy[permission].level !== "anyone")).toEqual(way);
  });

  it("can be a user, the operator or the program: each has only their own permissions", () => {
    for (const permission of permissions) {
      const { level } = policy[permission];
      expect(standings.some((standing) => reaches(standing, permission))).toBe(
        level !== "operator" && level !== "program",
      );
      for (const who of ["operator", "program"])
        expect(refusalFor(people[who]!, permission) === null).toBe(level === who || level === "anyone");
    }
  });
});

it("Every permission has exactly one operation", () => {
  expect(Object.keys(operations).toSorted()).toEqual(permissions.toSorted());
  for (const permission of permissions) expect(operations[permission].permission).toBe(permission);
});

function answerTo(actor: Actor, permission: Permission): string {
  const refusal = refusalFor(actor, permission);
  return refusal ? String(statusOf[refusal.outcome]) : "may";
}

function wordsOf(texts: object, path: string): string {
  const found = path
    .split(".")
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], texts);
  return String(found);
}

const sentenceOf = (permission: Permission) => wordsOf(en, withheldKey(permission));

const pathsIn = (texts: object): string[] =>
  Object.entries(texts)
    .flatMap(([name, inner]) => (typeof inner === "string" ? [name] : pathsIn(inner).map((path) => `${name}.${path}`)))
    .toSorted();
