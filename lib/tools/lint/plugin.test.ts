import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Sources that break only the named rule. */
const broken: [rule: string, place: string, source: string][] = [
  ["authorized", "lib/domain/users/store.ts", 'import "server-only"; export const a = {} as Authorized<"users.add">;'],
  [
    "authorized",
    "lib/domain/users/deep.ts",
    'import "server-only"; export const a = {} as { auth: Readonly<Authorized<"x">> };',
  ],
  ["authorized", "lib/domain/users/a.test.ts", "export const a = <Authorized>{};"],
  ["authorized", "lib/domain/users/autocommit.ts", 'import "server-only"; export const a = {} as Autocommit;'],
  [
    "authorized",
    "lib/access/transaction.ts",
    'import "server-only"; export const a = {} as unknown as InTransaction<"users.add">;',
  ],
  ["authorized", "lib/testing/locked.ts", "export const a = {} as { inside: Locked };"],
  ["authorized", "e2e/autocommitAuth.ts", "export const a = [] as AnyWriter[];"],
  // The database itself: a value, a type, an inline type, a type in a type, everything, a re-export.
  [
    "handles",
    "lib/domain/r/store.ts",
    'import "server-only"; import { db } from "@/lib/database/db"; export const a = db;',
  ],
  [
    "handles",
    "lib/domain/r/rules.ts",
    'import "server-only"; import type { Db } from "@/lib/database/db"; export const a = (tx: Db) => tx;',
  ],
  [
    "handles",
    "lib/domain/r/words.ts",
    'import "server-only"; import { Prisma, type Db as Client } from "@/lib/database/db"; export const a = (tx: Client) => [tx, Prisma];',
  ],
  [
    "handles",
    "lib/domain/r/type.ts",
    'import "server-only"; export const a = (tx: import("@/lib/database/db").Db) => tx;',
  ],
  [
    "handles",
    "lib/domain/r/all.ts",
    'import "server-only"; import * as database from "@/lib/database/db"; export const a = database;',
  ],
  ["handles", "lib/domain/r/later.ts", 'import "server-only"; export const a = () => import("@/lib/database/db");'],
  ["handles", "lib/domain/r/relative.ts", 'import "server-only"; export { writer } from "../../database/db";'],
  [
    "handles",
    "lib/background/b.ts",
    'import "server-only"; import { transaction } from "@/lib/database/db"; export const a = transaction;',
  ],
  [
    "handles",
    "lib/doors/b.ts",
    'import "server-only"; import { openDatabase } from "@/lib/database/db"; export const a = openDatabase;',
  ],
  [
    "handles",
    "lib/commands/b.ts",
    'import "server-only"; import { db } from "@/lib/database/db"; export const a = db;',
  ],
  // Makes a handle.
  [
    "handles",
    "lib/domain/s/store.ts",
    'import "server-only"; import { authorize } from "@/lib/access/authorize"; export const a = authorize;',
  ],
  [
    "handles",
    "lib/domain/s/rules.ts",
    'import "server-only"; import { authorizeLocked as hold } from "@/lib/access/authorize"; export const a = hold;',
  ],
  [
    "handles",
    "lib/domain/s/rules.ts",
    'import "server-only"; import { appendHistory } from "@/lib/access/audit"; export const a = appendHistory;',
  ],
  [
    "handles",
    "lib/domain/s/operations.ts",
    'import "server-only"; export { authorizeAutocommit, authorizeInTransaction } from "@/lib/access/authorize";',
  ],
  [
    "handles",
    "lib/tools/b.ts",
    'import "server-only"; import { authorizeInTransaction } from "@/lib/access/authorize"; export const a = authorizeInTransaction;',
  ],
  [
    "handles",
    "lib/commands/c.ts",
    'import "server-only"; import { inAccount } from "@/lib/demo/chronicle"; export const a = inAccount;',
  ],
  // Acts as the program.
  [
    "handles",
    "lib/commands/d.ts",
    'import "server-only"; import { asProgram } from "@/lib/doors/program"; export const a = asProgram;',
  ],
  ["handles", "app/r/page.tsx", 'import { asProgram } from "@/lib/doors/program"; export const a = asProgram;'],
  ["actions", "app/a/actions.ts", '"use server"; export async function add() {}'],
  ["actions", "app/b/actions.ts", '"use server"; export const add = otherDoor(addUser);'],
  ["actions", "app/c/actions.ts", '"use server"; const add = asAction(addUser); export { add };'],
  ["actions", "app/d/actions.ts", '"use server"; export default asAction(addUser);'],
  ["actions", "app/e/actions.ts", "export const add = asAction(addUser);"],
  ["use-server", "app/f/page.tsx", '"use server"; export const a = 1;'],
  ["use-server", "app/g/page.tsx", 'export async function add() { "use server"; }'],
  ["use-server", "lib/domain/users/actions.ts", '"use server"; import "server-only";'],
  ["settings", "lib/domain/mail/a.ts", 'import "server-only"; export const a = process.env.PORT;'],
  ["settings", "lib/domain/mail/b.ts", 'import "server-only"; export const a = process["env"].PORT;'],
  [
    "settings",
    "lib/domain/mail/c.ts",
    'import "server-only"; import { env } from "node:process"; export const a = env;',
  ],
  ["settings", "app/h/page.tsx", "export const a = process.env.PORT;"],
  // A screen.
  ["layers", "app/i/page.tsx", 'import { engine } from "@/lib/database/db"; export const a = engine;'],
  ["layers", "app/i/type.tsx", 'import type { Reader } from "@/lib/database/db"; export const a = (db: Reader) => db;'],
  ["layers", "app/j/page.tsx", 'import { insertUser } from "@/lib/domain/users/store"; export const a = insertUser;'],
  ["layers", "app/k/page.tsx", 'export const a = () => import("@/lib/domain/users/store");'],
  ["layers", "app/l/page.tsx", 'import { encrypt } from "@/lib/security/encryption"; export const a = encrypt;'],
  ["layers", "app/m/page.tsx", 'import { addCast } from "@/lib/testing/cast"; export const a = addCast;'],
  // A component.
  [
    "layers",
    "components/a.tsx",
    'import { listUsers } from "@/lib/domain/users/operations"; export const a = listUsers;',
  ],
  ["layers", "components/b.tsx", 'import { Page } from "@/app/a/page"; export const a = Page;'],
  [
    "layers",
    "components/e.tsx",
    'import type { User } from "@/lib/domain/users/store"; export const a = (user: User) => user;',
  ],
  // A lower room imports a higher one: a value, a type, an inline type, a re-export.
  [
    "layers",
    "lib/domain/a/rules.ts",
    'import "server-only"; import { Page } from "@/app/a/page"; export const a = Page;',
  ],
  [
    "layers",
    "lib/domain/b/rules.ts",
    'import "server-only"; import { Button } from "@/components/ui/button"; export const a = Button;',
  ],
  [
    "layers",
    "lib/domain/c/rules.ts",
    'import "server-only"; import { asAction } from "@/lib/doors/action"; export const a = asAction;',
  ],
  [
    "layers",
    "lib/access/a.ts",
    'import "server-only"; import type { User } from "@/lib/domain/users/store"; export const a = (user: User) => user;',
  ],
  ["layers", "lib/security/a.ts", 'import "server-only"; export { lockNew } from "@/lib/access/authorize";'],
  [
    "layers",
    "lib/database/a.ts",
    'import "server-only"; export const a = (actor: import("@/lib/access/actor").Actor) => actor;',
  ],
  [
    "layers",
    "lib/i18n/a.mjs",
    'import { currentLanguage } from "../doors/current-language"; export const a = currentLanguage;',
  ],
  [
    "layers",
    "lib/runtime/a.ts",
    'import "server-only"; import { languages } from "@/lib/i18n/choose-language.mjs"; export const a = languages;',
  ],
  ["layers", "prisma/a.mjs", 'import { env } from "../lib/runtime/env.mjs"; export const a = env;'],
  [
    "layers",
    "lib/background/a.ts",
    'import "server-only"; import { serve } from "@/lib/server/serve.mjs"; export const a = serve;',
  ],
  [
    "layers",
    "lib/commands/a.ts",
    'import "server-only"; import { castPassword } from "@/lib/testing/cast"; export const a = castPassword;',
  ],
  ["layers", "instrumentation.ts", 'export const a = () => import("@/lib/domain/users/operations");'],
  ["layers", "lib/testing/a.ts", 'import { test } from "@/e2e/fixtures"; export const a = test;'],
  [
    "layers",
    "lib/tools/a.ts",
    'import "server-only"; import type { Person } from "@/e2e/person"; export const a = (person: Person) => person;',
  ],
  ["layers", "e2e/a.spec.ts", 'import { build } from "@/lib/tools/setup.mjs"; export const a = build;'],
  // A file outside every room.
  ["layers", "lib/loose.ts", 'import "server-only"; export const a = 1;'],
  ["layers", "lib/attic/a.ts", 'import "server-only"; export const a = 1;'],
  ["nouns", "lib/domain/d/store.ts", 'import "server-only"; export { findUser } from "@/lib/domain/users/store";'],
  [
    "nouns",
    "lib/domain/d/rules.ts",
    'import "server-only"; import { findUser } from "@/lib/domain/users/store"; export const a = findUser;',
  ],
  [
    "nouns",
    "lib/domain/users/b.ts",
    'import "server-only"; import { queueMail } from "@/lib/domain/mail/store"; export const a = queueMail;',
  ],
  [
    "nouns",
    "lib/domain/d/operations.ts",
    'import "server-only"; import { b } from "@/lib/domain/users/operations"; export const a = b;',
  ],
  ["browsers", "app/l/form.tsx", '"use client"; import { env } from "@/lib/runtime/env.mjs"; export const a = env;'],
  [
    "browsers",
    "app/l/rules.tsx",
    '"use client"; import { mayEdit } from "@/lib/domain/users/rules"; export const a = mayEdit;',
  ],
  ["browsers", "lib/domain/e/schema.ts", 'import { b } from "@/lib/domain/users/rules"; export const a = b;'],
  ["server-only", "lib/domain/e/rules.ts", "export const a = 1;"],
  [
    "server-only",
    "lib/domain/users/rules.ts",
    'import { a } from "@/lib/policy"; import "server-only"; export const b = a;',
  ],
  ["paths", "lib/domain/users/f.ts", 'import "server-only"; import { a } from "../../policy"; export const b = a;'],
  ["paths", "components/ui/index.ts", "export const a = 1;"],
  ["paths", "components/ui/all.ts", 'export * from "@/components/ui/button";'],
  ["dangers", "lib/domain/g/rules.ts", 'import "server-only"; export const a = (tx: Db) => tx.$queryRawUnsafe("x");'],
  ["dangers", "lib/domain/h/rules.ts", 'import "server-only"; export const a = (tx: Db) => tx.$executeRawUnsafe("x");'],
  ["dangers", "lib/domain/i/rules.ts", 'import "server-only"; export const a = Math.random();'],
  ["dangers", "components/c.tsx", "export const a = <p dangerouslySetInnerHTML={html} />;"],
  ["dangers", "components/d.tsx", "export const a = <p {...{ dangerouslySetInnerHTML: html }} />;"],
  [
    "order",
    "lib/domain/n/store.ts",
    'import "server-only"; export const a = (db: Db) => db.person.findMany({ where: { kind: "user" }, take: 5 });',
  ],
  [
    "order",
    "lib/domain/o/store.ts",
    'import "server-only"; export const a = (db: Db, take: number) => db.person.count({ take });',
  ],
  [
    "order",
    "lib/domain/p/store.ts",
    'import "server-only"; export const a = (db: Db) => db.person.findMany({ ...shown, "take": 5 });',
  ],
  [
    "order",
    "lib/domain/q/store.ts",
    'import "server-only"; export const a = { orderBy: { id: "asc" }, include: { sessions: { take: 5 } } };',
  ],
  ["order", "lib/domain/q/a.test.ts", "export const a = (db: Db) => db.person.findFirst({ take: -1 });"],
  ["texts", "app/o/words.tsx", "export const a = (b: ReactNode) => <p>Words {b}</p>;"],
  ["texts", "app/o/given.tsx", 'export const a = (b: ReactNode) => <p>{"Words"}{b}</p>;'],
  ["texts", "app/o/template.tsx", "export const a = (n: number) => <p>{`${n} users`}<br /></p>;"],
  ["texts", "app/o/number.tsx", "export const a = <p>{10}<br /></p>;"],
  [
    "texts",
    "app/o/translator.tsx",
    'export function A() { const t = useTranslations("a"); return <p>{t("b")} <i /></p>; }',
  ],
  [
    "texts",
    "app/o/translators.tsx",
    'export function A() { const [x, form] = [1, useTranslations("a")]; return <p>{form("b", { x })}<i /></p>; }',
  ],
  [
    "texts",
    "app/o/awaited.tsx",
    'export async function A() { const [say] = [await getTranslations()]; return <p><i />{say("b")}</p>; }',
  ],
  [
    "texts",
    "app/o/either.tsx",
    'export function A({ on }: { on: boolean }) { const t = useTranslations("a"); return <b><i />{on ? t("b") : null}</b>; }',
  ],
  [
    "texts",
    "app/o/perhaps.tsx",
    'export function A({ on }: { on: boolean }) { const t = useTranslations("a"); return <b>{on && t("b")}{on && <i />}</b>; }',
  ],
  ["texts", "app/o/fallback.tsx", 'export const A = ({ b }: { b: string | null }) => <b>{b ?? "none"}<i /></b>;'],
  ["texts", "app/o/fragment.tsx", 'export function A() { const t = useTranslations("a"); return <>{t("b")}</>; }'],
  [
    "texts",
    "app/o/named.tsx",
    'export function A() { const t = useTranslations("a"); const b = t("b"); return <p>{b}<i /></p>; }',
  ],
  [
    "texts",
    "app/o/saying.tsx",
    'export function A() { const t = useTranslations("a"); const b = (n: number) => t("b", { n }); return <p>{b(1)}<i /></p>; }',
  ],
  ["texts", "app/o/date.tsx", "export const A = ({ at }: { at: Date }) => <p>{formatDay(at)}<br /></p>;"],
  ["texts", "app/o/list.tsx", 'export const A = ({ all }: { all: string[] }) => <p>{all.join(", ")}<br /></p>;'],
  [
    "texts",
    "app/o/pieces.tsx",
    "export const A = ({ all }: { all: string[] }) => <p>{all.map((one) => `${one}, `)}</p>;",
  ],
  [
    "texts",
    "app/o/rich.tsx",
    'export function A() { const t = useTranslations("a"); return <p>{t.rich("b", { c: (d) => <b>{d}</b> })}</p>; }',
  ],
  ["texts", "app/o/typed.tsx", "export const A = ({ label }: { label: string }) => <th>{label}<i /></th>;"],
  [
    "texts",
    "app/o/type.tsx",
    "type Props = { id: number } & Labelled; type Labelled = { label?: string }; export const A = ({ label: b }: Props) => <th>{b}<i /></th>;",
  ],
  ["texts", "components/f.tsx", "export const A = ({ b }: { b: ReactNode }) => <Notice><b>{b}</b> Words</Notice>;"],
];

/** Sources that break no rule. */
const fine: [place: string, source: string][] = [
  [
    "lib/access/c.ts",
    'import "server-only"; import { db, type Db } from "@/lib/database/db"; export const a = (tx: Db) => [tx, db];',
  ],
  ["lib/database/c.ts", 'import "server-only"; import { writer } from "@/lib/database/db"; export const a = writer;'],
  [
    "lib/domain/r/a.test.ts",
    'import { db } from "@/lib/database/db"; import { authorize } from "@/lib/access/authorize"; export const a = [db, authorize];',
  ],
  [
    "lib/domain/r/free.ts",
    'import "server-only"; import { engine, isUniqueViolation, Prisma, type Reader } from "@/lib/database/db"; export const a = (db: Reader) => [db, engine, isUniqueViolation, Prisma];',
  ],
  ["lib/domain/r/reader.ts", 'import "server-only"; export const a = (db: import("@/lib/database/db").Reader) => db;'],
  [
    "lib/domain/s/locks.ts",
    'import "server-only"; import { lockNew, writerOf, type Locked } from "@/lib/access/authorize"; export const a = (auth: Locked) => [lockNew, writerOf(auth)];',
  ],
  [
    "lib/demo/b.ts",
    'import "server-only"; import { authorizeLocked } from "@/lib/access/authorize"; import type { Db } from "@/lib/database/db"; export const a = (tx: Db) => [tx, authorizeLocked];',
  ],
  [
    "lib/testing/b.ts",
    'import { authorizeAutocommit } from "@/lib/access/authorize"; import { inAccount } from "@/lib/demo/chronicle"; export const a = [authorizeAutocommit, inAccount];',
  ],
  [
    "lib/commands/demo.ts",
    'import "server-only"; import { db, transaction } from "@/lib/database/db"; export const a = [db, transaction];',
  ],
  [
    "lib/tools/c.ts",
    'import "server-only"; import { openDatabase } from "@/lib/database/db"; export const a = openDatabase;',
  ],
  [
    "lib/background/c.ts",
    'import "server-only"; import { asProgram } from "@/lib/doors/program"; export const a = asProgram;',
  ],
  ["lib/access/authorize.ts", 'import "server-only"; export const a = {} as Authorized<"x">;'],
  [
    "app/n/actions.ts",
    '"use server"; export const a = asAction(one), b = asAction(two, { finish }); export type { C };',
  ],
  [
    "app/n/form.tsx",
    '"use client"; import { a } from "./actions"; import { b } from "@/lib/domain/users/schema"; export const c = [a, b];',
  ],
  [
    "app/n/page.tsx",
    'import { a } from "@/lib/domain/users/operations"; import { load } from "@/lib/doors/page"; export const b = [a, load];',
  ],
  [
    "app/n/row.tsx",
    '"use client"; import type { User } from "@/lib/domain/users/store"; export const a = (user: User) => user;',
  ],
  [
    "lib/domain/m/operations.ts",
    'import "server-only"; import { a } from "@/lib/domain/sessions/store"; export const b = a;',
  ],
  ["lib/domain/m/store.ts", 'import "server-only"; import { a } from "@/lib/domain/people/store"; export const b = a;'],
  [
    "lib/domain/password-links/store.ts",
    'import "server-only"; import { a } from "@/lib/domain/mail-links/store"; export const b = a;',
  ],
  ["lib/access/b.ts", 'import "server-only"; export const a = {} as Extract<Authorized<"x">["actor"], Member>;'],
  ["lib/domain/m/schema.ts", 'import { a } from "@/lib/policy"; export const b = a;'],
  ["lib/domain/m/words.ts", 'import "server-only"; export const a = map["constructor"] + map.toString();'],
  [
    "lib/domain/m/a.test.ts",
    'import { a } from "@/lib/testing/cast"; import { b } from "@/lib/background/sweep"; export const c = [a, b];',
  ],
  [
    "e2e/b.spec.ts",
    'import { a } from "@/lib/testing/cast"; import { b } from "@/lib/database/db"; export const c = [a, b];',
  ],
  [
    "lib/domain/n/rules.ts",
    'import "server-only"; export const a = (db: Db) => db.person.findMany({ orderBy: { loginKey: "asc" }, take: 5 });',
  ],
  [
    "lib/domain/o/rules.ts",
    'import "server-only"; export const a = (walk: Walk, { take }: Step) => walk({ from: null, down: true, take });',
  ],
  [
    "lib/domain/o/words.ts",
    'import "server-only"; export const a = [{ take(now: number) { return now; } }, { take: (db: Db) => db }, { find, take: done }];',
  ],
  [
    "lib/domain/p/rules.ts",
    'import "server-only"; export const a = (db: Db, range: Range) => db.person.findMany({ ...range, select: shown });',
  ],
  ["app/p/alone.tsx", 'export function A() { const t = useTranslations("a"); return <p>{t("b")}</p>; }'],
  [
    "app/p/lines.tsx",
    'export function A() { const t = useTranslations("a"); return (\n<p>\n  {/* Why. */}\n  {t("b")}\n</p>\n); }',
  ],
  [
    "app/p/apart.tsx",
    'export function A() { const t = useTranslations("a"); return <p><span>{t("b")}</span> <i />{" "}<b>{`c`}</b></p>; }',
  ],
  [
    "app/p/either.tsx",
    'export function A({ on }: { on: boolean }) { const t = useTranslations("a"); return <p>{on ? t("b") : t("c")}</p>; }',
  ],
  [
    "app/p/button.tsx",
    'export function A() { const t = useTranslations("a"); return <Button><Plus />{t("b")}</Button>; }',
  ],
  ["app/p/option.tsx", "export const A = ({ b }: { b: string }) => <option>{b} {b}</option>;"],
  ["app/p/nodes.tsx", "export const A = ({ b, c }: { b: ReactNode; c: string }) => <p title={c}>{b}<i /></p>;"],
  [
    "app/p/drawn.tsx",
    "export function A() { const at = (d: Date) => <time>{formatDay(d)}</time>; return <p>{at(new Date())}<i /></p>; }",
  ],
  [
    "app/p/scopes.tsx",
    "export const A = ({ b }: { b: string }) => <p>{b}</p>; export const C = ({ b }: { b: ReactNode }) => <p>{b}<i /></p>;",
  ],
  ["app/p/a.test.tsx", "export const a = <p>Words <b>{1}</b></p>;"],
  ["lib/runtime/env.mjs", "export const a = process.env.PORT;"],
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
  const config = fileURLToPath(new URL("oxlint.json", import.meta.url));
  const program = fileURLToPath(new URL("../../../node_modules/oxlint/bin/oxlint", import.meta.url));
  const output = await new Promise<string>((resolve) =>
    execFile(process.execPath, [program, "-c", config, "-f", "json"], { cwd: folder }, (_error, stdout) =>
      resolve(stdout),
    ),
  );
  found = (JSON.parse(output).diagnostics as Finding[]).filter(({ code }) => code.startsWith("steward("));
});

afterAll(() => rmSync(folder, { recursive: true }));

const rulesBrokenBy = (place: string) => [
  ...new Set(found.filter(({ filename }) => filename === place).map(({ code }) => code)),
];

test.each(broken)("%s reports %s", (rule, place) => {
  expect(rulesBrokenBy(place)).toEqual([`steward(${rule})`]);
});

test.each(fine)("%s is fine", (place) => {
  expect(rulesBrokenBy(place)).toEqual([]);
});
