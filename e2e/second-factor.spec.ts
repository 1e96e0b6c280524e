// Second factors without a browser: what an attacker sends who has the password, or more time than intended.
import { newSoftKey } from "@/e2e/authenticator";
import { giveApp, giveKey } from "@/e2e/factors";
import { expect, test } from "@/e2e/fixtures";
import { freshPassword, word } from "@/e2e/samples";
import { newChallenge } from "@/lib/domain/two-factor/challenge";
import { paths } from "@/lib/isomorphic/paths";
import { encrypt } from "@/lib/security/encryption";
import { addExtra, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";
import { startSession, type Session } from "@/lib/testing/sessions";
import { cookieAfter, actionResult, type Wire } from "@/lib/testing/wire";

const due = (place: Place, person: CastPerson) => startSession(place, person, { factorDue: true });
const verify = async (wire: Wire, { cookie }: Pick<Session, "cookie">, code: string) =>
  actionResult(await wire.act("verifyLogInAction", { code, next: "" }, { cookie }));
const newUser = ({ database }: Place, cast: Cast) => addExtra(database, cast.xavier, { login: word() });
const deleteLimits = ({ database }: Place) => database.writer.limit.deleteMany();

test("Wrong, old, repeated, blank and malformed codes are refused plainly, and a spaced one is right once", async ({
  installation,
  cast,
  wire,
}) => {
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const right = app.code();
  const stranger = await giveApp(installation, await newUser(installation, cast));
  const wrongCode = String((Number(right) + 7) % 1_000_000).padStart(6, "0");
  // Full-width digits, as Japanese and Chinese keyboards type them.
  const wide = (digits: string) =>
    digits.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const cases: [code: string, sentence: string][] = [
    ["", "errors.code.required"],
    ["   ", "errors.code.required"],
    [`${right}0`, "errors.code.digits"],
    [right.slice(1), "errors.code.digits"],
    ["ABCDEFG1", "errors.code.shape"],
    ["<script>", "errors.code.shape"],
    [wrongCode, "errors.code.wrong"],
    [wide(wrongCode), "errors.code.wrong"],
    [app.code(Date.now() - 91_000), "errors.code.wrong"],
    [app.code(Date.now() + 91_000), "errors.code.wrong"],
    [stranger.code(), "errors.code.wrong"],
    ["2222-2222", "errors.code.wrong_backup"],
  ];
  for (const [code, key] of cases) {
    await deleteLimits(installation);
    const answer = await verify(wire, await due(installation, person), code);
    expect([code, answer.outcome, answer.fields?.code?.key]).toEqual([code, "invalid", key]);
  }
  await deleteLimits(installation);
  const now = app.code();
  expect(
    (await verify(wire, await due(installation, person), `${now.slice(0, 3)} ${wide(now.slice(3))}`)).location,
  ).toBe(paths.home);
  for (const again of [now, app.code(Date.now() - 30_000)]) {
    expect((await verify(wire, await due(installation, person), again)).outcome).toBe("invalid");
  }
});

test("A code works once, in parallel and across two processes", async ({ installation, cast, wires }) => {
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const sessions = await Promise.all(Array.from({ length: 20 }, () => due(installation, person)));
  // Of twenty simultaneous codes, only as many are checked as attempts are left. That rule is tested below.
  const code = app.code();
  const act = (session: Session, at: number) =>
    wires[at % 2]!.act("verifyLogInAction", { code, next: "" }, { cookie: session.cookie });
  const answers = (await Promise.all(sessions.map(act))).map(actionResult);
  expect(answers.filter(({ location }) => location === paths.home)).toHaveLength(1);
  for (const { outcome, location } of answers) if (!location) expect(["invalid", "too_many"]).toContain(outcome);
  const open = await installation.database.db.session.count({ where: { personId: person.id, factorDue: false } });
  expect(open).toBe(1);
});

test("A hundred wrong codes, also in new logins, and then the right one: the limit applies to the user", async ({
  installation,
  cast,
  wire,
}) => {
  test.setTimeout(60_000);
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const outcomes: string[] = [];
  let session = await due(installation, person);
  for (let at = 0; at < 100; at++) {
    if (at % 10 === 0) session = await due(installation, person);
    outcomes.push((await verify(wire, session, String(at).padStart(6, "0"))).outcome);
  }
  expect(outcomes.slice(0, 5)).toEqual(Array(5).fill("invalid"));
  expect(outcomes.slice(5)).toEqual(Array(95).fill("too_many"));
  expect((await verify(wire, await due(installation, person), app.code())).outcome).toBe("too_many");
  // Passwords and second factors are counted separately.
  const entered = actionResult(
    await wire.act("logInAction", { id: person.signInId, password: castPassword, next: "" }),
  );
  expect(entered.location).toBe(paths.verify);
  // The history contains only the attempts that were checked.
  const tries = await installation.database.db.signIn.findMany({
    where: { personId: person.id, outcome: "wrong-code" },
  });
  expect(tries).toHaveLength(5);
});

test("A backup code works once, in any letter case and without its dash, even in parallel", async ({
  installation,
  cast,
  wire,
}) => {
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const { cookie } = await startSession(installation, person);
  const { value } = actionResult(await wire.act("makeBackupCodesAction", {}, { cookie }));
  const codes = value!.codes as string[];
  for (const [at, typed] of [codes[0]!.toLowerCase(), codes[1]!.replace("-", ""), ` ${codes[2]!} `].entries()) {
    expect((await verify(wire, await due(installation, person), typed)).location, String(at)).toBe(paths.home);
    expect((await verify(wire, await due(installation, person), typed)).outcome).toBe("invalid");
  }
  await deleteLimits(installation);
  const sessions = await Promise.all(Array.from({ length: 5 }, () => due(installation, person)));
  const answers = await Promise.all(sessions.map((session) => verify(wire, session, codes[3]!)));
  expect(answers.filter(({ location }) => location === paths.home)).toHaveLength(1);
  expect(await installation.database.db.backupCode.count({ where: { personId: person.id } })).toBe(6);
  // No code is stored as it was shown.
  const { db } = installation.database;
  const stored =
    JSON.stringify(await db.backupCode.findMany({ where: { personId: person.id } })) +
    JSON.stringify(await db.factor.findMany({ where: { personId: person.id }, omit: { counter: true } }));
  for (const secret of [...codes, ...codes.map((code) => code.replace("-", "")), app.secret])
    expect(stored).not.toContain(secret);
});

test("A security key's answer works once, for this session, site and user", async ({ installation, cast, wire }) => {
  const { origin, secret } = installation;
  const [person, stranger] = [await newUser(installation, cast), await newUser(installation, cast)];
  const key = await giveKey(installation, person);
  const theirs = await giveKey(installation, stranger);
  const answerOf = async (session: Session, answer: string) =>
    actionResult(await wire.act("verifyLogInAction", { code: "", answer, next: "" }, { cookie: session.cookie }));
  const challengeFor = ({ id }: Session, now = new Date()) => newChallenge("verify", id, now, secret);

  const session = await due(installation, person);
  const other = await due(installation, person);
  const refused: [what: string, answer: string][] = [
    ["another origin", key.answer({ challenge: challengeFor(session), origin: "https://elsewhere.example" })],
    ["another site", key.answer({ challenge: challengeFor(session), origin, site: "elsewhere.example" })],
    ["another session's challenge", key.answer({ challenge: challengeFor(other), origin })],
    ["a challenge for logging in", key.answer({ challenge: newChallenge("sign-in", "", new Date(), secret), origin })],
    ["a made-up challenge", key.answer({ challenge: Buffer.alloc(38, 7).toString("base64url"), origin })],
    ["an expired challenge", key.answer({ challenge: challengeFor(session, new Date(Date.now() - 301_000)), origin })],
    ["another person's key", theirs.answer({ challenge: challengeFor(session), origin })],
    ["a key that nobody has", newSoftKey().answer({ challenge: challengeFor(session), origin })],
    ["another person's handle", key.answer({ challenge: challengeFor(session), origin, userHandle: stranger.id })],
    ["no JSON", "{"],
    ["another JSON", '{"id":1}'],
    ["nothing in it", '{"id":"x","response":{"clientDataJSON":"e30"}}'],
    ["a list", "[]"],
  ];
  for (const [what, answer] of refused) {
    await deleteLimits(installation);
    expect([what, (await answerOf(session, answer)).outcome]).toEqual([what, "invalid"]);
  }
  await deleteLimits(installation);
  const right = key.answer({ challenge: challengeFor(session), origin, counter: 5 });
  expect((await answerOf(session, right)).location).toBe(paths.home);
  // Replayed in another session, the answer has no challenge. A counter that does not increase means a copied key.
  expect((await answerOf(other, right)).outcome).toBe("invalid");
  const back = await answerOf(other, key.answer({ challenge: challengeFor(other), origin, counter: 5 }));
  expect(back.sentence?.key).toBe("errors.key.copied");
  expect((await answerOf(other, key.answer({ challenge: challengeFor(other), origin, counter: 6 }))).location).toBe(
    paths.home,
  );
});

test("A passkey's answer logs in once, and only if the user was asked for a fingerprint or PIN", async ({
  installation,
  cast,
  wire,
}) => {
  const { origin, secret } = installation;
  const person = await newUser(installation, cast);
  const key = await giveKey(installation, person);
  const send = async (answer: string) => actionResult(await wire.act("logInWithPasskeyAction", { answer, next: "" }));
  const fresh = () => newChallenge("sign-in", "", new Date(), secret);
  expect((await send(key.answer({ challenge: fresh(), origin, userHandle: person.id }))).outcome).toBe("invalid");
  expect(
    (await send(key.answer({ challenge: fresh(), origin, verified: true, userHandle: cast.jane.id }))).outcome,
  ).toBe("invalid");
  expect(
    (await send(key.answer({ challenge: newChallenge("verify", "", new Date(), secret), origin, verified: true })))
      .outcome,
  ).toBe("invalid");
  const right = key.answer({ challenge: fresh(), origin, verified: true, userHandle: person.id });
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(right)));
  expect(answers.filter(({ location }) => location === paths.home)).toHaveLength(1);
  await installation.database.writer.person.update({
    where: { id: person.id },
    data: { disabledAt: new Date(), status: "disabled" },
  });
  const shut = await send(key.answer({ challenge: fresh(), origin, verified: true, userHandle: person.id }));
  const unknown = await send(newSoftKey().answer({ challenge: fresh(), origin, verified: true }));
  expect(shut).toEqual(unknown);
  await installation.database.writer.person.update({
    where: { id: person.id },
    data: { disabledAt: null, status: "enabled" },
  });
});

test("A key is registered once, for any user, and only with its own session's challenge", async ({
  installation,
  cast,
  wire,
}) => {
  const { origin, secret } = installation;
  const [person, stranger] = [await newUser(installation, cast), await newUser(installation, cast)];
  const key = newSoftKey();
  const add = async (whose: CastPerson, challengeOf: (session: Session) => string) => {
    const session = await startSession(installation, whose);
    const answer = key.register({ challenge: challengeOf(session), origin });
    return actionResult(await wire.act("addKeyAction", { name: "Blue key", answer }, { cookie: session.cookie }));
  };
  const own = ({ id }: Session) => newChallenge("add", id, new Date(), secret);
  expect((await add(person, () => newChallenge("add", "another session", new Date(), secret))).outcome).toBe("invalid");
  expect((await add(person, ({ id }) => newChallenge("verify", id, new Date(), secret))).outcome).toBe("invalid");
  expect((await add(person, own)).outcome).toBe("done");
  for (const whose of [person, stranger]) expect((await add(whose, own)).sentence?.key).toBe("errors.key.taken");
});

test("With another STEWARD_SECRET, two-factor stays required, and the sentence says what the operator must do", async ({
  installation,
  cast,
  wire,
}) => {
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const { writer } = installation.database;
  // A secret encrypted under another key, and damaged ones.
  for (const secret of [
    encrypt(`app ${app.id} ${person.id}`, app.secret, "another secret of another installation"),
    "1.damaged",
    "",
  ]) {
    await deleteLimits(installation);
    await writer.factor.update({ where: { id: app.id }, data: { secret } });
    const answer = await verify(wire, await due(installation, person), app.code());
    expect([answer.outcome, answer.fields?.code?.key]).toEqual(["invalid", "errors.code.unreadable"]);
  }
  const entered = actionResult(
    await wire.act("logInAction", { id: person.signInId, password: castPassword, next: "" }),
  );
  expect(entered.location).toBe(paths.verify);
});

test("An unattended browser cannot take over an Administrator's login: a new password or address for one needs re-authentication", async ({
  installation,
  cast,
  wire,
}) => {
  const { db, writer } = installation.database;
  const [boss, user] = [
    await addExtra(installation.database, cast.xavier, { login: word(), privilege: "administrator" }),
    await newUser(installation, cast),
  ];
  const { id, cookie } = await startSession(installation, cast.xavier);
  await writer.session.update({ where: { id }, data: { provedAt: new Date(Date.now() - 11 * 60_000) } });
  const setPassword = async (person: CastPerson) =>
    actionResult(
      await wire.act("setUserPasswordAction", { id: person.id, password: freshPassword().password }, { cookie }),
    ).outcome;
  const edit = async (person: CastPerson, privilege: string) => {
    const { version } = await db.person.findUniqueOrThrow({ where: { id: person.id } });
    const fields = {
      id: person.id,
      version: String(version),
      email: `${word()}@example.com`,
      privilege,
      description: "",
    };
    return actionResult(await wire.act("editUserAction", fields, { cookie })).outcome;
  };
  expect([await setPassword(boss), await edit(boss, "administrator"), await edit(user, "administrator")]).toEqual([
    "step_up",
    "step_up",
    "step_up",
  ]);
  expect([await setPassword(user), await edit(user, "none")]).toEqual(["done", "done"]);
});

test("Sensitive actions require a confirmation within ten minutes, before their input is read", async ({
  installation,
  cast,
  wire,
}) => {
  const person = await newUser(installation, cast);
  const app = await giveApp(installation, person);
  const { writer } = installation.database;
  const session = await startSession(installation, person);
  let { cookie } = session;
  const age = (minutes: number) =>
    writer.session.update({ where: { id: session.id }, data: { provedAt: new Date(Date.now() - minutes * 60_000) } });
  const ask = async () => actionResult(await wire.act("makeBackupCodesAction", {}, { cookie })).outcome;
  await age(9.9);
  expect(await ask()).toBe("done");
  await age(10.1);
  expect(await ask()).toBe("step_up");
  for (const action of ["createAppSecretAction", "addAppAction", "createKeyOptionsAction", "addKeyAction"]) {
    expect(actionResult(await wire.act(action, { nonsense: "x" }, { cookie })).outcome, action).toBe("step_up");
  }
  const proofs: [fields: Record<string, string>, outcome: string][] = [
    [{ password: "wrong wrong wrong" }, "invalid"],
    [{}, "invalid"],
    [{ code: "000000" }, "invalid"],
    [{ code: app.code() }, "done"],
  ];
  const confirm = async (fields: Record<string, string>) => {
    const answer = await wire.act("confirmSessionAction", fields, { cookie });
    const before = cookie;
    cookie = cookieAfter(answer) ?? cookie;
    const { outcome } = actionResult(answer);
    // After re-authentication the session has another token, and the old one no longer works.
    if (outcome === "done")
      expect([
        before === cookie,
        actionResult(await wire.act("makeBackupCodesAction", {}, { cookie: before })).outcome,
      ]).toEqual([false, "signed_out"]);
    return outcome;
  };
  for (const [fields, outcome] of proofs) expect(await confirm(fields)).toBe(outcome);
  expect(await ask()).toBe("done");
  await age(10.1);
  expect(await confirm({ password: castPassword })).toBe("done");
  expect(await ask()).toBe("done");
});
