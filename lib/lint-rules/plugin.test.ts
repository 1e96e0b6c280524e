import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The rule that each of these breaks, and nothing else does. */
const broken: [rule: string, place: string, source: string][] = [
  ["authorized", "lib/users/store.ts", 'import "server-only"; export const a = {} as Authorized<"users.add">;'],
  ["authorized", "lib/users/deep.ts", 'import "server-only"; export const a = {} as { auth: Readonly<Authorized<"x">> };'],
  ["authorized", "lib/users/a.test.ts", "export const a = <Authorized>{};"],
  ["actions", "app/a/actions.ts", '"use server"; export async function add() {}'],
  ["actions", "app/b/actions.ts", '"use server"; export const add = otherDoor(addUser);'],
  ["actions", "app/c/actions.ts", '"use server"; const add = asAction(addUser); export { add };'],
  ["actions", "app/d/actions.ts", '"use server"; export default asAction(addUser);'],
  ["actions", "app/e/actions.ts", "export const add = asAction(addUser);"],
  ["use-server", "app/f/page.tsx", '"use server"; export const a = 1;'],
  ["use-server", "app/g/page.tsx", 'export async function add() { "use server"; }'],
  ["use-server", "lib/users/actions.ts", '"use server"; import "server-only";'],
  ["settings", "lib/mail.ts", 'import "server-only"; export const a = process.env.PORT;'],
  ["settings", "lib/mail2.ts", 'import "server-only"; export const a = process["env"].PORT;'],
  ["settings", "lib/mail3.ts", 'import "server-only"; import { env } from "node:process"; export const a = env;'],
  ["settings", "app/h/page.tsx", "export const a = process.env.PORT;"],
  ["walls", "app/i/page.tsx", 'import { db } from "@/lib/db"; export const a = db;'],
  ["walls", "app/j/page.tsx", 'import { insertUser } from "@/lib/users/store"; export const a = insertUser;'],
  ["walls", "app/k/page.tsx", 'export const a = () => import("@/lib/users/store");'],
  ["walls", "app/l/form.tsx", '"use client"; import { env } from "@/lib/env.mjs"; export const a = env;'],
  ["walls", "components/a.tsx", 'import { listUsers } from "@/lib/users/operations"; export const a = listUsers;'],
  ["walls", "components/b.tsx", 'import { Page } from "@/app/a/page"; export const a = Page;'],
  ["walls", "lib/a.ts", 'import "server-only"; import { Page } from "@/app/a/page"; export const a = Page;'],
  ["walls", "lib/b.ts", 'import "server-only"; import { Button } from "@/components/ui/button"; export const a = Button;'],
  ["walls", "lib/policy.ts", 'import { db } from "@/lib/db"; export const a = db;'],
  ["walls", "lib/c/store.ts", 'import "server-only"; export { findSession } from "@/lib/sessions/store";'],
  ["walls", "lib/d/operations.ts", 'import "server-only"; import { b } from "@/lib/users/operations"; export const a = b;'],
  ["server-only", "lib/e.ts", "export const a = 1;"],
  ["server-only", "lib/users/rules.ts", 'import { a } from "@/lib/policy"; import "server-only"; export const b = a;'],
  ["paths", "lib/users/f.ts", 'import "server-only"; import { a } from "../policy"; export const b = a;'],
  ["paths", "components/ui/index.ts", "export const a = 1;"],
  ["paths", "components/ui/all.ts", 'export * from "@/components/ui/button";'],
  ["dangers", "lib/g.ts", 'import "server-only"; export const a = (tx: Db) => tx.$queryRawUnsafe("x");'],
  ["dangers", "lib/h.ts", 'import "server-only"; export const a = (tx: Db) => tx.$executeRawUnsafe("x");'],
  ["dangers", "lib/i.ts", 'import "server-only"; export const a = Math.random();'],
  ["dangers", "components/c.tsx", "export const a = <p dangerouslySetInnerHTML={html} />;"],
  ["dangers", "components/d.tsx", "export const a = <p {...{ dangerouslySetInnerHTML: html }} />;"],
];

/** What the rules leave alone. */
const fine: [place: string, source: string][] = [
  ["lib/authorize.ts", 'import "server-only"; export const a = {} as Authorized<"x">;'],
  ["app/m/actions.ts", '"use server"; export const a = asAction(one), b = asAction(two, { finish }); export type { C };'],
  ["app/m/form.tsx", '"use client"; import { a } from "./actions"; import { b } from "@/lib/users/schema"; export const c = [a, b];'],
  ["app/m/page.tsx", 'import { a } from "@/lib/users/operations"; export const b = a;'],
  ["lib/m/operations.ts", 'import "server-only"; import { a } from "@/lib/sessions/store"; export const b = a;'],
  ["lib/m/actor.ts", 'import "server-only"; export const a = {} as Extract<Authorized<"x">["actor"], Member>;'],
  ["app/m/row.tsx", 'import type { User } from "@/lib/users/store"; export const a = (user: User) => user;'],
  ["lib/m/schema.ts", 'import { a } from "@/lib/policy"; export const b = a;'],
  ["lib/m/words.ts", 'import "server-only"; export const a = map["constructor"] + map.toString();'],
  ["lib/env.mjs", "export const a = process.env.PORT;"],
  ["prisma.config.ts", "export const a = process.env.PORT;"],
];

type Finding = { filename: string; code: string };
let folder: string;
let found: Finding[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "steward-lint-"));
  for (const [place, source] of [...broken.map(([, place, source]) => [place, source] as const), ...fine]) {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    writeFileSync(join(folder, place), `${source}\n`);
  }
  const config = fileURLToPath(new URL("../oxlint.json", import.meta.url));
  const program = fileURLToPath(new URL("../../node_modules/oxlint/bin/oxlint", import.meta.url));
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, [program, "-c", config, "-f", "json"], { cwd: folder }, (_error, stdout) => resolve(stdout)),
  );
  found = (JSON.parse(said).diagnostics as Finding[]).filter(({ code }) => code.startsWith("steward("));
});

afterAll(() => rmSync(folder, { recursive: true }));

const rulesBrokenBy = (place: string) =>
  [...new Set(found.filter(({ filename }) => filename === place).map(({ code }) => code))];

test.each(broken)("%s is red for %s", (rule, place) => {
  expect(rulesBrokenBy(place)).toEqual([`steward(${rule})`]);
});

test.each(fine)("%s is fine", (place) => {
  expect(rulesBrokenBy(place)).toEqual([]);
});
