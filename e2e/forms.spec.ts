// Every form as a browser without JavaScript posts it, as every kind of user: the same entry point, the same answers.
import { giveApp } from "@/e2e/factors";
import { expect, test } from "@/e2e/fixtures";
import { expectedOf, judge, stateFor } from "@/e2e/judge";
import { freshPassword, kinds, samples, word, type Kind, type Sample } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { policy, type PendingStep, type Permission } from "@/lib/policy";
import { addCast, addExtra } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

for (const [permission, { action, formAt, fields }] of Object.entries(samples) as [Permission, Sample][]) {
  if (!action || !formAt) continue;
  test(`${permission} as a form without JavaScript`, async ({ installation, wire }) => {
    test.setTimeout(60_000);
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    const at = typeof formAt === "string" ? formAt : formAt(stage);
    const everyone = policy[permission].level === "anyone";
    // What anyone may do is on the pages for visitors.
    const owing = policy[permission] as { allowedDuring?: readonly PendingStep[] };
    const seer = owing.allowedDuring?.includes("second-factor") ? cast.jane : cast.xavier;
    if (seer === cast.jane) await giveApp(installation, cast.jane);
    const seenWith = everyone ? "" : (await startSession(installation, seer, { factorDue: seer === cast.jane })).cookie;
    const allowed = (Object.keys(kinds) as Kind[]).filter((kind) => expectedOf(kind, permission) === "done");
    // One user who may is enough here, because the form calls the same action as in refusals.spec.ts.
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

test("Setting a required password by a form without JavaScript opens the panel", async ({
  installation,
  cast,
  wire,
}) => {
  const due = await addExtra(installation.database, cast.xavier, { login: word(), changeDue: true });
  const { cookie } = await startSession(installation, due);
  const answer = await wire.post("renewPasswordAction", paths.newPassword, freshPassword(), { cookie });
  expect([answer.status, answer.headers.location]).toEqual([303, paths.home]);
});
