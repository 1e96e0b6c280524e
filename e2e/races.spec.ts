// Simultaneous requests to two server processes on one database: exactly one wins, the others are told, and rows, chain and counters are
// correct.
import { expect, expectTrue, test } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { addCast, addExtra, castPassword, type CastPerson } from "@/lib/testing/cast";
import { startSession, type Session } from "@/lib/testing/sessions";
import { actionResult, type Fields, type ActionResult, type Wire } from "@/lib/testing/wire";

test.setTimeout(rounds(60_000, 1_800_000));

const together = rounds(12, 50);

test(`Of ${together} parallel adds of one login, one succeeds and the others are told, on both processes`, async ({
  installation,
  wires,
}) => {
  const { database } = installation;
  for (let round = 0; round < rounds(1, 10); round++) {
    const { account, xavier, rootB } = await addCast(database);
    const sessions = [await startSession(installation, xavier), await startSession(installation, rootB)];
    const login = word();
    const spellingOf = (at: number) => (at % 3 === 0 ? login.toUpperCase() : login);
    const senderOf = (at: number) => (at % 4 < 2 ? 0 : 1);
    const answers = await Promise.all(
      Array.from({ length: together }, (_, at) => {
        const fields = newUser(spellingOf(at));
        return act(wires[at % 2]!, "addUserAction", fields, sessions[senderOf(at)]!);
      }),
    );
    const added = answers.flatMap(({ value }, at) => (value?.repeated === false ? [at] : []));
    expect(added).toHaveLength(1);
    // The same form from the same user is a repetition and reported as one, though not every answer has to be.
    const isRepetition = (at: number) =>
      spellingOf(at) === spellingOf(added[0]!) && senderOf(at) === senderOf(added[0]!);
    for (const [at, { outcome, value, fields }] of answers.entries()) {
      if (outcome === "done") expect([at, value?.repeated]).toEqual([at, at !== added[0]]);
      else expect([at, fields?.login?.key]).toEqual([at, "errors.login.taken"]);
      if (!isRepetition(at)) expect([at, outcome]).toEqual([at, "invalid"]);
    }
    expect(await database.db.person.count({ where: { accountId: account.id, loginKey: login } })).toBe(1);
    await expectTrue(database, account.id);
  }
});

for (const apart of [0, 5, 50]) {
  test(`A form sent twice, ${apart} ms apart, acts once`, async ({ installation, wires }) => {
    const { database } = installation;
    const { account, xavier } = await addCast(database);
    const session = await startSession(installation, xavier);
    for (let round = 0; round < rounds(2, 40); round++) {
      const login = word();
      const added = await twice(wires, apart, (wire) => act(wire, "addUserAction", newUser(login), session));
      expect(added.map(({ value }) => value?.repeated).toSorted()).toEqual([false, true]);

      const user = await database.db.person.findFirstOrThrow({ where: { accountId: account.id, loginKey: login } });
      for (const [action, second] of [
        ["disableUserAction", "conflict"],
        ["enableUserAction", "conflict"],
        ["removeUserAction", "not_found"],
        ["restoreUserAction", "conflict"],
      ] as const) {
        const answers = await twice(wires, apart, (wire) => act(wire, action, { id: user.id }, session));
        expect(answers.map(({ outcome }) => outcome).toSorted(), action).toEqual([second, "done"].toSorted());
      }
      const lines = await database.db.activity.findMany({
        where: { accountId: account.id, subjectId: user.id },
        orderBy: { seq: "asc" },
      });
      expect(lines.map(({ permission }) => permission)).toEqual([
        "users.add",
        "users.disable",
        "users.enable",
        "users.remove",
        "users.restore",
      ]);
    }
    await expectTrue(database, account.id);
  });
}

test("Edit against edit: one is saved, the other shows both versions", async ({ installation, wires }) => {
  const { database } = installation;
  const { account, xavier, rootB } = await addCast(database);
  const [mine, theirs] = [await startSession(installation, xavier), await startSession(installation, rootB)];
  for (let round = 0; round < rounds(5, 200); round++) {
    const user = await addExtra(database, xavier, { login: word() });
    const edit = (description: string) => ({
      id: user.id,
      version: "0",
      email: user.email,
      privilege: "none",
      description,
    });
    const answers = await Promise.all([
      act(wires[0], "editUserAction", edit("mine"), mine),
      act(wires[1], "editUserAction", edit("theirs"), theirs),
    ]);
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(["conflict", "done"]);
    const winner = answers[0].outcome === "done" ? "mine" : "theirs";
    const { description, version } = await database.db.person.findUniqueOrThrow({ where: { id: user.id } });
    expect([description, version]).toEqual([winner, 1]);
    expect(answers.find(({ outcome }) => outcome === "conflict")!.current).toMatchObject({
      description: winner,
      version: 1,
    });
  }
  await expectTrue(database, account.id);
});

test("Remove against edit: the edit comes first or finds no user; a removed user stays unchanged", async ({
  installation,
  wires,
}) => {
  const { database } = installation;
  const { account, xavier, rootB } = await addCast(database);
  const [mine, theirs] = [await startSession(installation, xavier), await startSession(installation, rootB)];
  for (let round = 0; round < rounds(5, 200); round++) {
    const user = await addExtra(database, xavier, { login: word() });
    const edit = { id: user.id, version: "0", email: user.email, privilege: "none", description: "late" };
    const [edited, removed] = await Promise.all([
      act(wires[round % 2]!, "editUserAction", edit, mine),
      act(wires[(round + 1) % 2]!, "removeUserAction", { id: user.id }, theirs),
    ]);
    expect(removed.outcome).toBe("done");
    expect(["done", "not_found"]).toContain(edited.outcome);
    const row = await database.db.person.findUniqueOrThrow({ where: { id: user.id } });
    expect([row.status, row.description]).toEqual(["removed", edited.outcome === "done" ? "late" : ""]);
  }
  await expectTrue(database, account.id);
});

test("Disable against login never leaves a disabled user with a session", async ({ installation, wires }) => {
  const { database } = installation;
  const { account, xavier } = await addCast(database);
  const session = await startSession(installation, xavier);
  for (let round = 0; round < rounds(4, 100); round++) {
    const user = await addExtra(database, xavier, { login: word() });
    const signIns = wires.map((wire) => act(wire, "logInAction", { id: user.signInId, password: castPassword }));
    // Hashing takes time, so the disabling is sent when the first login is about to succeed.
    if (round % 2 === 1) await Promise.race(signIns);
    const disabled = await act(wires[round % 2]!, "disableUserAction", { id: user.id }, session);
    const entered = await Promise.all(signIns);
    expect(disabled.outcome).toBe("done");
    for (const { outcome } of entered) expect(["done", "invalid"]).toContain(outcome);
    expect(await database.db.session.count({ where: { personId: user.id } })).toBe(0);
  }
  await expectTrue(database, account.id);
});

for (const [what, action] of [
  ["demote", "editUserAction"],
  ["disable", "disableUserAction"],
  ["remove", "removeUserAction"],
] as const) {
  test(`Of two Administrators who ${what} each other at the same moment, one is refused, and the account holder stays`, async ({
    installation,
    wires,
  }) => {
    const { database } = installation;
    const { account, xavier } = await addCast(database);
    for (let round = 0; round < rounds(4, 200); round++) {
      const [ada, bob] = [
        await addExtra(database, xavier, { login: word(), privilege: "administrator" }),
        await addExtra(database, xavier, { login: word(), privilege: "administrator" }),
      ];
      const [asAda, asBob] = [await startSession(installation, ada), await startSession(installation, bob)];
      const against = (user: CastPerson): Fields =>
        ({
          editUserAction: { id: user.id, version: "0", email: user.email, privilege: "none", description: "" },
          disableUserAction: { id: user.id },
          removeUserAction: { id: user.id, login: user.login },
        })[action];
      const answers = await Promise.all([
        act(wires[round % 2]!, action, against(bob), asAda),
        act(wires[(round + 1) % 2]!, action, against(ada), asBob),
      ]);
      const lost = action === "editUserAction" ? "forbidden" : "signed_out";
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(["done", lost].toSorted());
      const [first, second] = await Promise.all(
        [ada, bob].map(({ id }) => database.db.person.findUniqueOrThrow({ where: { id } })),
      );
      const [won, other] = answers[0].outcome === "done" ? [first!, second!] : [second!, first!];
      expect([won.privilege, won.status]).toEqual(["administrator", "enabled"]);
      expect(`${other.privilege} ${other.status}`).not.toBe("administrator enabled");
    }
    await expectTrue(database, account.id);
  });
}

test("An Administrator demoted while adding users adds none afterwards", async ({ installation, wires }) => {
  const { database } = installation;
  const { account, xavier } = await addCast(database);
  const session = await startSession(installation, xavier);
  for (let round = 0; round < rounds(2, 40); round++) {
    const adam = await addExtra(database, xavier, { login: word(), privilege: "administrator" });
    const asAdam = await startSession(installation, adam);
    const adding = Array.from({ length: 4 }, (_, at) => act(wires[at % 2]!, "addUserAction", newUser(word()), asAdam));
    const demotion = { id: adam.id, version: "0", email: adam.email, privilege: "user", description: "" };
    const [demoted, ...added] = await Promise.all([act(wires[0], "editUserAction", demotion, session), ...adding]);
    expect(demoted.outcome).toBe("done");
    const lines = await database.db.activity.findMany({ where: { accountId: account.id }, orderBy: { seq: "asc" } });
    const at = lines.find((line) => line.permission === "users.edit" && line.subjectId === adam.id)!.seq;
    const his = lines.filter((line) => line.byId === adam.id);
    expect(his.every(({ seq }) => seq < at)).toBe(true);
    expect(his.length).toBe(added.filter(({ outcome }) => outcome === "done").length);
    for (const { outcome } of added) expect(["done", "forbidden"]).toContain(outcome);
  }
  await expectTrue(database, account.id);
});

test("Of 20 simultaneous wrong passwords, exactly five are checked, across both processes", async ({
  installation,
  wires,
}) => {
  const { database } = installation;
  for (let round = 0; round < rounds(1, 20); round++) {
    const { jane } = await addCast(database);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        act(wires[at % 2]!, "logInAction", { id: jane.signInId, password: `${castPassword}${at}` }),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === "invalid").length).toBe(5);
    expect(answers.filter(({ outcome }) => outcome === "too_many").length).toBe(15);
  }
});

const act = async (wire: Wire, action: string, fields: Fields, session?: Session): Promise<ActionResult> =>
  actionResult(await wire.act(action, fields, { cookie: session?.cookie }));

/** Sends the same to both processes, this many milliseconds apart. */
function twice<T>(wires: [Wire, Wire], apart: number, send: (wire: Wire) => Promise<T>): Promise<[T, T]> {
  const later = new Promise<void>((resume) => setTimeout(resume, apart));
  return Promise.all([send(wires[0]), apart === 0 ? send(wires[1]) : later.then(() => send(wires[1]))]);
}

const newUser = (login: string): Fields => ({
  login,
  email: "new@example.com",
  password: "Harbour-Violin-92-Meadow",
  privilege: "user",
  description: "",
});
