// Another account's data is answered as if it had never existed, everywhere.
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { samples, type Sample } from "@/e2e/samples";
import { emailPath, paths, servicePath } from "@/lib/isomorphic/paths";
import type { Permission } from "@/lib/policy";
import { newId } from "@/lib/security/tokens";
import { addMail } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

for (const [permission, sample] of Object.entries(samples) as [Permission, Sample][]) {
  if (!sample.targeted || !sample.action) continue;
  test(`${permission}: another account's ${sample.targeted} is answered as if it had never existed`, async ({
    installation,
    cast,
    wire,
  }) => {
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

test("The page of another account's service is that of one that never existed", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const pages = [];
  for (const id of [newId(), cast.otherServices[0]!.id, cast.jane.id, "a%20b", "a".repeat(300)]) {
    const { status, text } = await wire.send({ path: servicePath(id), cookie });
    expect(text).not.toContain("yang.example");
    pages.push([status, text.includes("There is nothing here")]);
  }
  for (const page of pages) expect(page).toEqual([404, true]);
});

test("An entry of another account's activity is answered as if it had never existed", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.eve);
  const last = async (accountId: number) =>
    (await installation.database.db.account.findUniqueOrThrow({ where: { id: accountId } })).seq;
  const [theirs, own] = [await last(cast.account.id), await last(cast.other.id)];
  expect(theirs).toBeGreaterThan(own);
  const asked = async (seq: number | string) => {
    const { status, text } = await wire.send({ path: `${paths.activity}/${seq}`, cookie });
    // The visible text, in any order of sending.
    const read = text.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]*>/g, "\n");
    return { status, text: read.split("\n").filter(Boolean).toSorted() };
  };
  expect((await asked(own)).status).toBe(200);
  const never = await asked(87654321);
  expect(never.status).toBe(404);
  for (const seq of [theirs, "0", "-1", "1.0", "abc", "9".repeat(40)])
    expect((await asked(seq)).status, String(seq)).toBe(404);
  expect((await asked(theirs)).text).toEqual(never.text);
});

test("An email that the user may not see, of this or another account, is answered as if it had never existed", async ({
  installation,
  cast,
  wire,
}) => {
  const { database } = installation;
  const [toHolder, toJane] = [
    await addMail(database, cast.xavier),
    await addMail(database, cast.jane, { params: { who: "newUser-named" } }),
  ];
  const visibleEmails = async (who: "eve" | "yvonne" | "martin" | "jane" | "rootB" | "xavier", id: string) => {
    const { cookie } = await startSession(installation, cast[who]);
    const { status, text } = await wire.send({ path: emailPath(id), cookie });
    if (status === 404) expect(text).not.toContain("newUser-named");
    return [status, text.includes("There is nothing here")];
  };
  for (const who of ["eve", "yvonne", "martin"] as const) {
    const never = await visibleEmails(who, newId());
    expect(never).toEqual([404, true]);
    for (const id of [toJane, toHolder, "a%20b", "a".repeat(300)])
      expect(await visibleEmails(who, id), `${who} ${id}`).toEqual(never);
  }
  expect([await visibleEmails("jane", toHolder), await visibleEmails("rootB", toHolder)]).toEqual([
    [404, true],
    [404, true],
  ]);
  for (const who of ["jane", "rootB", "xavier"] as const) expect((await visibleEmails(who, toJane))[0], who).toBe(200);
});

test("An Administrator of another account sees nothing of this one on any page", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.eve);
  const secrets = [
    cast.account.digitalId,
    cast.account.handle,
    cast.jane.email,
    cast.xavier.email,
    cast.jane.id,
    "Xavier",
    "xu.example",
    cast.services[0]!.id,
  ];
  for (const [path, q] of [
    [paths.findUsers, "jane"],
    [paths.findServices, "xu"],
  ] as const) {
    const { status, text } = await wire.ask(path, { q }, { cookie });
    expect([path, status, text]).toEqual([path, 200, '{"outcome":"done","value":[]}']);
  }
  for (const page of [
    paths.home,
    paths.account,
    paths.security,
    paths.users,
    `${paths.users}?status=removed`,
    `${paths.users}?q=jane`,
    paths.addUser,
    paths.activity,
    paths.emails,
    `${paths.emails}?q=jane`,
    paths.services,
    `${paths.services}?q=xu`,
  ]) {
    for (const { status, text } of [await wire.send({ path: page, cookie }), await wire.stream(page, { cookie })]) {
      expect(status).toBe(200);
      for (const secret of secrets) expect(text, `${page} tells ${secret}`).not.toContain(secret);
    }
  }
});
