// Every operation with a permission, sent as every kind of user through its real entry point: what the policy allows happens and appends
// its activity entry; everything else changes nothing.
import { expect, test } from "@/e2e/fixtures";
import { judgeOperation } from "@/e2e/judge";
import { samples, word } from "@/e2e/samples";
import { operations } from "@/lib/domain/register";
import { paths } from "@/lib/isomorphic/paths";
import { policy, type Permission } from "@/lib/policy";
import { castPassword } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";
import { actionResult, actionsOfBuild } from "@/lib/testing/wire";

const permissions = Object.keys(operations) as Permission[];

test("Every operation of the register has a sample, and a sample sends every action of the build", () => {
  expect(Object.keys(samples).toSorted()).toEqual(permissions.toSorted());
  const sent = Object.values(samples).flatMap(({ action }) => action ?? []);
  expect([...actionsOfBuild().keys()].toSorted()).toEqual(sent.toSorted());
});

for (const permission of permissions) {
  if (!["anyone", "operator", "program"].includes(policy[permission].level)) judgeOperation(permission);
}

// Repeats the rule in plain numbers. All other tests read the policy and would repeat its mistakes.
test("Only Administrators and the account holder can add a user or open the page for it", async ({
  installation,
  cast,
  wire,
}) => {
  for (const [who, status] of [
    [cast.martin, 403],
    [cast.jane, 403],
    [cast.rootB, 200],
    [cast.xavier, 200],
  ] as const) {
    const { cookie } = await startSession(installation, who);
    const fields = {
      login: word(),
      email: "new@example.com",
      password: castPassword,
      privilege: "none",
      description: "",
    };
    const { outcome } = actionResult(await wire.act("addUserAction", fields, { cookie }));
    expect(outcome, who.name).toBe(status === 403 ? "forbidden" : "done");
    const answer = await wire.send({ path: paths.addUser, cookie });
    expect(answer.status, who.name).toBe(status);
    if (status === 403)
      expect(answer.text, "without JavaScript too").toMatch(/<noscript>.*You cannot open this page\./s);
  }
});
