// Every operation of the register, sent by everybody through its real door: what the table lets through happens and
// leaves its activity line; whatever else was sent changed nothing.
import { expect, rowsOf, startSession, test, type Rows } from "@/e2e/fixtures";
import { freshPassword, kinds, samples, sendSample, sendToAddress, word, type Kind, type Outcome, type Sample, type Stage } from "@/e2e/samples";
import { actionsOfBuild, told } from "@/e2e/wire";
import { operations } from "@/lib/operations";
import { emailPath, paths, servicePath } from "@/lib/paths";
import { policy, reaches, type Debt, type Permission, type Standing } from "@/lib/policy";
import { newId } from "@/lib/tokens";
import { addCast, addExtra, addMail, castPassword, type Cast, type CastPerson } from "@/prisma/cast";

const permissions = Object.keys(operations) as Permission[];

test("Every operation of the register has its sample, and every action of the build is sent by one", () => {
  expect(Object.keys(samples).toSorted()).toEqual(permissions.toSorted());
  const sent = Object.values(samples).flatMap(({ action }) => action ?? []);
  expect([...actionsOfBuild().keys()].toSorted()).toEqual(sent.toSorted());
});

for (const permission of permissions.filter((each) => policy[each].level !== "operator")) {
  test(`${permission}: what the table says happens, and nothing else`, async ({ installation, wire }) => {
    test.setTimeout(60_000);
    // People of its own, each of whom sends once: what one changed is in nobody's way.
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    let happened = 0;
    // Those who may come first, so that a refusal is never that of a sample which could not succeed.
    for (const kind of (Object.keys(kinds) as Kind[]).toSorted((a, b) => rank(a, permission) - rank(b, permission))) {
      happened += Number(await sends(stage, permission, kind));
      if (happened === 0) throw new Error(`The sample of ${permission} succeeds for nobody.`);
    }
  });
}

for (const [permission, { address, fields }] of Object.entries(samples) as [Permission, Sample][]) {
  if (!address) continue;
  test(`${permission} at ${address}: what the table says happens, and nothing else`, async ({ installation, wire }) => {
    test.setTimeout(60_000);
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    for (const kind of Object.keys(kinds) as Kind[]) {
      const before = await stateFor(stage, kind, fields);
      const outcome = await sendToAddress(address, permission, { ...stage, ...before });
      const expected = expectedOf(kind, permission);
      expect(outcome, `${permission} by someone ${kind}`).toBe(expected);
      await judge(stage, permission, kind, before.rows, expected === "done");
    }
  });
}

for (const [permission, { action, formAt, fields }] of Object.entries(samples) as [Permission, Sample][]) {
  if (!action || !formAt) continue;
  test(`${permission} as a form without JavaScript`, async ({ installation, wire }) => {
    test.setTimeout(60_000);
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    const at = typeof formAt === "string" ? formAt : formAt(stage);
    const everyone = policy[permission].level === "anyone";
    // What anyone may do stands on the pages that are seen signed out.
    const owing = policy[permission] as { whileOwing?: readonly Debt[] };
    const seer = owing.whileOwing?.includes("second-factor") ? cast.jane : cast.xavier;
    const seenWith = everyone ? "" : (await startSession(installation, seer, { factorDue: seer === cast.jane })).cookie;
    const allowed = (Object.keys(kinds) as Kind[]).filter((kind) => expectedOf(kind, permission) === "done");
    // One who may is enough here: the form asks the same action as above.
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (allowed.indexOf(kind) > 0) continue;
      const before = await stateFor(stage, kind, fields);
      const answer = await wire.post(action, at, before.fields, { cookie: before.session?.cookie, seenWith });
      expect(answer.status, `${kind}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      const expected = expectedOf(kind, permission);
      await judge(stage, permission, kind, before.rows, expected === "done");
      if (expected === "signed_out") expect(String(answer.headers.location), kind).toContain(paths.logIn);
    }
  });
}

test("renewing a password that is due, as a form without JavaScript, opens the panel", async ({ installation, cast, wire }) => {
  const due = await addExtra(installation.database, cast.xavier, { login: word(), changeDue: true });
  const { cookie } = await startSession(installation, due);
  const answer = await wire.post("renewPasswordAction", paths.newPassword, freshPassword(), { cookie });
  expect([answer.status, answer.headers.location]).toEqual([303, paths.home]);
});

for (const [permission, sample] of Object.entries(samples) as [Permission, Sample][]) {
  if (!sample.targeted || !sample.action) continue;
  test(`${permission}: another account's ${sample.targeted} is as one that never existed`, async ({ installation, cast, wire }) => {
    const stage = { place: installation, cast, wire };
    const { cookie } = await startSession(installation, cast.xavier);
    const fields = await sample.fields!(stage, "holder", null);
    const before = await rowsOf(installation.database, cast.account.id, cast.other.id);
    const answers = [];
    for (const id of [newId(), cast.eve.id, cast.yvonne.id, cast.xavier.id, cast.otherServices[0]!.id]) {
      const { status, text } = await stage.wire.act(sample.action!, { ...fields, id }, { cookie });
      answers.push({ status, text: text.replaceAll(id, "") });
    }
    expect(answers[0]?.text).toContain('"outcome":"not_found"');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await rowsOf(installation.database, cast.account.id, cast.other.id)).toEqual(before);
  });
}

test("The page of another account's service is as that of one that never existed", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const pages = [];
  for (const id of [newId(), cast.otherServices[0]!.id, cast.jane.id, "a%20b", "a".repeat(300)]) {
    const { status, text } = await wire.send({ path: servicePath(id), cookie });
    expect(text).not.toContain("yang.example");
    pages.push([status, text.includes("There is nothing here")]);
  }
  for (const page of pages) expect(page).toEqual([404, true]);
});

test("A line of another account's activity is as one that never existed", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.eve);
  const last = async (accountId: number) => (await installation.database.db.account.findUniqueOrThrow({ where: { id: accountId } })).seq;
  const [theirs, own] = [await last(cast.account.id), await last(cast.other.id)];
  expect(theirs).toBeGreaterThan(own);
  const asked = async (seq: number | string) => {
    const { status, text } = await wire.send({ path: `${paths.activity}/${seq}`, cookie });
    // What is read, whatever the order in which it was sent.
    const read = text.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]*>/g, "\n");
    return { status, text: read.split("\n").filter(Boolean).toSorted() };
  };
  expect((await asked(own)).status).toBe(200);
  const never = await asked(87654321);
  expect(never.status).toBe(404);
  for (const seq of [theirs, "0", "-1", "1.0", "abc", "9".repeat(40)]) expect((await asked(seq)).status, String(seq)).toBe(404);
  expect((await asked(theirs)).text).toEqual(never.text);
});

test("A mail of another account, or to somebody whose mails one does not see, is as one that never existed", async ({ installation, cast, wire }) => {
  const { database } = installation;
  const [toHolder, toJane] = [await addMail(database, cast.xavier), await addMail(database, cast.jane, { params: { who: "somebody-named" } })];
  const seenBy = async (who: "eve" | "yvonne" | "martin" | "jane" | "rootB" | "xavier", id: string) => {
    const { cookie } = await startSession(installation, cast[who]);
    const { status, text } = await wire.send({ path: emailPath(id), cookie });
    if (status === 404) expect(text).not.toContain("somebody-named");
    return [status, text.includes("There is nothing here")];
  };
  for (const who of ["eve", "yvonne", "martin"] as const) {
    const never = await seenBy(who, newId());
    expect(never).toEqual([404, true]);
    for (const id of [toJane, toHolder, "a%20b", "a".repeat(300)]) expect(await seenBy(who, id), `${who} ${id}`).toEqual(never);
  }
  expect([await seenBy("jane", toHolder), await seenBy("rootB", toHolder)]).toEqual([[404, true], [404, true]]);
  for (const who of ["jane", "rootB", "xavier"] as const) expect((await seenBy(who, toJane))[0], who).toBe(200);
});

test("An Administrator of another account sees nothing of this one on any page", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.eve);
  const secrets = [cast.account.digitalId, cast.account.handle, cast.jane.email, cast.xavier.email, cast.jane.id, "Xavier", "xu.example", cast.services[0]!.id];
  for (const page of [paths.home, paths.account, paths.security, paths.users, `${paths.users}?status=removed`, `${paths.users}?q=jane`, `${paths.findUsers}?q=jane`, paths.addUser, paths.activity, paths.emails, `${paths.emails}?q=jane`, paths.services, `${paths.services}?q=xu`, `${paths.findServices}?q=xu`]) {
    for (const { status, text } of [await wire.send({ path: page, cookie }), await wire.stream(page, { cookie })]) {
      expect(status).toBe(200);
      for (const secret of secrets) expect(text, `${page} tells ${secret}`).not.toContain(secret);
    }
  }
});

// Said once more in plain numbers: all else here reads the table itself, and would follow it into a mistake.
test("Nobody below an Administrator adds a user, nor is the page for it open to them", async ({ installation, cast, wire }) => {
  for (const [who, status] of [[cast.martin, 403], [cast.jane, 403], [cast.rootB, 200], [cast.xavier, 200]] as const) {
    const { cookie } = await startSession(installation, who);
    const fields = { login: word(), email: "new@example.com", password: castPassword, privilege: "none", description: "" };
    const { outcome } = told(await wire.act("addUserAction", fields, { cookie }));
    expect(outcome, who.name).toBe(status === 403 ? "forbidden" : "done");
    const answer = await wire.send({ path: paths.addUser, cookie });
    expect(answer.status, who.name).toBe(status);
    if (status === 403) expect(answer.text, "without JavaScript too").toMatch(/<noscript>.*This page is not open to you\./s);
  }
});

/** Sends the sample as this kind of person and holds what happened against the table. Whether it did. */
async function sends(stage: Stage, permission: Permission, kind: Kind): Promise<boolean> {
  const sample = samples[permission];
  const { rows, session, fields } = await stateFor(stage, kind, sample.fields);
  const outcome = await sendSample(sample, { ...stage, session, fields });
  const expected = expectedOf(kind, permission);
  if (outcome !== "anything") expect(outcome, `${permission} by someone ${kind}`).toBe(expected);
  await judge(stage, permission, kind, rows, expected === "done");
  return expected === "done";
}

/** The person with a new session, and what stands in both accounts before they send. */
async function stateFor(stage: Stage, kind: Kind, make: Sample["fields"]) {
  const { place, cast } = stage;
  const { who, factorDue }: { who: keyof Cast | null; factorDue?: boolean } = kinds[kind];
  const session = who ? await startSession(place, cast[who] as CastPerson, { factorDue }) : null;
  const fields = (await make?.(stage, kind, session)) ?? {};
  return { fields, session, rows: await rowsOf(place.database, cast.account.id, cast.other.id) };
}

/** A change that happened left exactly one line of its own; all else left everything as it was. */
async function judge({ place, cast }: Stage, permission: Permission, kind: Kind, before: Rows, happened: boolean) {
  const after = await rowsOf(place.database, cast.account.id, cast.other.id);
  const label = `${permission} by someone ${kind}`;
  if (!happened || ["read", "request"].includes(policy[permission].kind)) return expect(after, `${label} changes nothing`).toEqual(before);
  if (permission === "account.create" || permission === "account.confirm") {
    expect(after.others, label).toBe(before.others + 1);
    const { id } = await place.database.db.account.findFirstOrThrow({ orderBy: { id: "desc" } });
    const lines = await place.database.db.activity.findMany({ where: { accountId: id } });
    expect(lines.map((line) => line.permission)).toEqual([permission]);
    return expect({ ...after, others: 0 }, `${label} changes no other account`).toEqual({ ...before, others: 0 });
  }
  const known = new Set(before.activity.map((line) => line.hash));
  const told = after.activity.filter((line) => !known.has(line.hash));
  // What anyone may do is done to the person whom the sample names.
  const acting = kinds[kind].who === "eve" && policy[permission].level !== "anyone" ? cast.other.id : cast.account.id;
  expect(told.map((line) => [line.permission, line.accountId]), `${label} leaves its line`).toEqual([[permission, acting]]);
  const rest = (rows: Rows) => rows.people.filter((person) => person.accountId !== acting);
  expect(rest(after), `${label} changes no other account`).toEqual(rest(before));
}

/** What the table says of this kind of person. */
function expectedOf(kind: Kind, permission: Permission): Outcome {
  const row: { level: string; kind: string; whileOwing?: readonly Debt[] } = policy[permission];
  const { targeted, otherwise } = samples[permission];
  if (row.level !== "anyone") {
    if (["signed out", "disabled", "removed"].includes(kind)) return "signed_out";
    if (kind === "with a second factor owed" && !row.whileOwing?.includes("second-factor")) return "forbidden";
    if (kind === "with a password change due" && !row.whileOwing?.includes("password")) return "forbidden";
    if (!reaches(standingOf(kind), permission)) return "forbidden";
    if (targeted && kind === "administrator of another account") return "not_found";
  }
  return otherwise?.(kind) ?? "done";
}

function standingOf(kind: Kind): Standing {
  if (kind === "administrator of another account") return "administrator";
  return kind === "holder" || kind === "administrator" || kind === "none" ? kind : "user";
}

const rank = (kind: Kind, permission: Permission) => (expectedOf(kind, permission) === "done" ? 0 : 1);

