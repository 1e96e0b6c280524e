// Every operation of the register, sent by everybody through its real door: what the table lets through happens and
// leaves its activity line; whatever else was sent changed nothing.
import { randomBytes } from "node:crypto";
import { expect, rowsOf, startSession, test, type Place, type Rows, type Session } from "@/e2e/fixtures";
import { actionsOfBuild, told, wireTo, type Answer, type Fields, type Wire } from "@/e2e/wire";
import { operations } from "@/lib/operations";
import { paths } from "@/lib/paths";
import { policy, reaches, type Permission, type Standing } from "@/lib/policy";
import { newId } from "@/lib/tokens";
import { addCast, addExtra, castPassword, type Cast, type CastPerson } from "@/prisma/cast";

const kinds = {
  holder: { who: "xavier" },
  administrator: { who: "rootB" },
  user: { who: "jane" },
  none: { who: "martin" },
  "administrator of another account": { who: "eve" },
  "with a password change due": { who: "pia" },
  disabled: { who: "olga" },
  removed: { who: "remo" },
  "signed out": { who: null },
} as const satisfies Record<string, { who: keyof Cast | null }>;

type Kind = keyof typeof kinds;

/** What an answer amounts to. `anything` is a door that answers everybody alike: what is in the database decides. */
type Outcome = "done" | "signed_out" | "forbidden" | "not_found" | "conflict" | "anything";

type Stage = { place: Place; cast: Cast; wire: Wire };
type Sender = Stage & { session: Session | null; fields: Fields };

type Sample = {
  /** What is sent: made anew for each sending, so that it could succeed each time. */
  fields?: (stage: Stage, kind: Kind) => Promise<Fields> | Fields;
  /** Its door: an action, a page, or an address of another kind. */
  action?: string;
  page?: string;
  send?: (sender: Sender) => Promise<Outcome>;
  /** The page that sends the action as a form too, without JavaScript. */
  formAt?: string;
  /** It names a user, of the first account. */
  targeted?: true;
  /** What somebody lets happen whom the table lets through, where the state of things does not. */
  otherwise?: (kind: Kind) => Outcome | null;
};

const samples: Record<Permission, Sample> = {
  "health.check": { send: ({ wire }) => wire.send({ path: "/healthz" }).then(outcomeOfPage) },

  "account.create": {
    fields: () => ({ firstName: "Nora", lastName: "Nil", organisation: "", email: `${word()}@example.net`, password: castPassword }),
    action: "signUpAction",
    formAt: paths.signUp,
  },
  "session.start": {
    fields: ({ cast }) => ({ id: cast.jane.signInId, password: castPassword }),
    action: "logInAction",
    formAt: paths.logIn,
  },
  "session.end": {
    send: async ({ wire, session }) => {
      const { status, headers } = await wire.send({ method: "POST", path: paths.logOut, cookie: session?.cookie });
      expect([status, headers.location]).toEqual([303, `${paths.logIn}?out=1`]);
      return "anything";
    },
  },
  "password.renew": {
    fields: () => freshPassword(),
    action: "renewPasswordAction",
    otherwise: (kind) => (kind === "with a password change due" ? null : "conflict"),
  },

  "account.view": { page: paths.account },
  "account.edit": {
    fields: async ({ place, cast }, kind) => accountFields(place, kind === "administrator of another account" ? cast.eve : cast.jane),
    action: "editAccountAction",
    formAt: paths.account,
  },
  "holder.rename": {
    fields: () => ({ firstName: "Xaver", lastName: word() }),
    action: "editHolderNameAction",
    formAt: paths.account,
  },
  "profile.view": { page: paths.account },
  "profile.edit": {
    fields: () => ({ displayName: word(), timeZone: "UTC", theme: "dark" }),
    action: "editProfileAction",
    formAt: paths.account,
  },

  "security.view": { page: paths.security },
  "password.change": {
    fields: () => ({ current: castPassword, ...freshPassword() }),
    action: "changePasswordAction",
    formAt: paths.security,
  },

  "users.list": { page: paths.users },
  "users.sessions": { fields: someone(), action: "viewUserSessionsAction", targeted: true },
  "users.add": {
    fields: () => newUser(),
    action: "addUserAction",
    formAt: paths.addUser,
  },
  "users.edit": {
    fields: someone({}, { version: "0", email: "changed@example.com", privilege: "none", description: "changed" }),
    action: "editUserAction",
    targeted: true,
  },
  "users.set-password": {
    fields: someone({}, { password: "Harbour-Violin-92-Meadow" }),
    action: "setUserPasswordAction",
    targeted: true,
  },
  "users.disable": { fields: someone(), action: "disableUserAction", targeted: true },
  "users.enable": { fields: someone({ out: "disable" }), action: "enableUserAction", targeted: true },
  "users.remove": { fields: someone(), action: "removeUserAction", targeted: true },
  "users.restore": { fields: someone({ out: "remove" }), action: "restoreUserAction", targeted: true },

  "activity.list": { page: paths.activity },

  // It has no door but the shell: that the build holds no other is tested below.
  "account.open": { send: () => Promise.resolve("forbidden") },
};

const permissions = Object.keys(operations) as Permission[];

test("Every operation of the register has its sample, and every action of the build is sent by one", () => {
  expect(Object.keys(samples).toSorted()).toEqual(permissions.toSorted());
  const sent = Object.values(samples).flatMap(({ action }) => action ?? []);
  expect([...actionsOfBuild().keys()].toSorted()).toEqual(sent.toSorted());
});

for (const permission of permissions.filter((each) => policy[each].level !== "operator")) {
  test(`${permission}: what the table says happens, and nothing else`, async ({ installation }) => {
    test.setTimeout(60_000);
    // People of its own, each of whom sends once: what one changed is in nobody's way.
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire: wireTo(installation.origin) };
    let happened = 0;
    // Those who may come first, so that a refusal is never that of a sample which could not succeed.
    for (const kind of (Object.keys(kinds) as Kind[]).toSorted((a, b) => rank(a, permission) - rank(b, permission))) {
      happened += Number(await sends(stage, permission, kind));
      if (happened === 0) throw new Error(`The sample of ${permission} succeeds for nobody.`);
    }
    stage.wire.close();
  });
}

for (const [permission, { action, formAt, fields }] of Object.entries(samples) as [Permission, Sample][]) {
  if (!action || !formAt) continue;
  test(`${permission} as a form without JavaScript`, async ({ installation }) => {
    test.setTimeout(60_000);
    const cast = await addCast(installation.database);
    const wire = wireTo(installation.origin);
    const stage = { place: installation, cast, wire };
    const everyone = policy[permission].level === "anyone";
    const seenWith = everyone ? undefined : (await startSession(installation, cast.xavier)).cookie;
    for (const kind of Object.keys(kinds) as Kind[]) {
      const before = await stateFor(stage, kind, (await fields?.(stage, kind)) ?? {});
      const answer = await wire.post(action, formAt, before.fields, { cookie: before.session?.cookie, seenWith });
      expect(answer.status, `${kind}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      const expected = expectedOf(kind, permission);
      await judge(stage, permission, kind, before.rows, expected === "done");
      if (expected === "signed_out") expect(String(answer.headers.location), kind).toContain(paths.logIn);
    }
    wire.close();
  });
}

test("renewing a password that is due, as a form without JavaScript, opens the panel", async ({ installation, cast }) => {
  const wire = wireTo(installation.origin);
  const due = await addExtra(installation.database, cast.xavier, { login: word(), changeDue: true });
  const { cookie } = await startSession(installation, due);
  const answer = await wire.post("renewPasswordAction", paths.newPassword, freshPassword(), { cookie });
  expect([answer.status, answer.headers.location]).toEqual([303, paths.home]);
  wire.close();
});

for (const [permission, sample] of Object.entries(samples) as [Permission, Sample][]) {
  if (!sample.targeted) continue;
  test(`${permission}: another account's user is as one that never existed`, async ({ installation, cast }) => {
    const stage = { place: installation, cast, wire: wireTo(installation.origin) };
    const { cookie } = await startSession(installation, cast.xavier);
    const fields = await sample.fields!(stage, "holder");
    const before = await rowsOf(installation.database, cast.account.id, cast.other.id);
    const answers = [];
    for (const id of [newId(), cast.eve.id, cast.yvonne.id, cast.xavier.id]) {
      const { status, text } = await stage.wire.act(sample.action!, { ...fields, id }, { cookie });
      answers.push({ status, text: text.replaceAll(id, "") });
    }
    expect(answers[0]?.text).toContain('"outcome":"not_found"');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await rowsOf(installation.database, cast.account.id, cast.other.id)).toEqual(before);
    stage.wire.close();
  });
}

test("An Administrator of another account sees nothing of this one on any page", async ({ installation, cast }) => {
  const wire = wireTo(installation.origin);
  const { cookie } = await startSession(installation, cast.eve);
  const secrets = [cast.account.digitalId, cast.account.handle, cast.jane.email, cast.xavier.email, cast.jane.id, "Xavier"];
  for (const page of [paths.account, paths.security, paths.users, `${paths.users}?status=removed`, `${paths.users}?q=jane`, paths.addUser, paths.activity]) {
    for (const { status, text } of [await wire.send({ path: page, cookie }), await wire.stream(page, { cookie })]) {
      expect(status).toBe(200);
      for (const secret of secrets) expect(text, `${page} tells ${secret}`).not.toContain(secret);
    }
  }
  wire.close();
});

test("The pages of what one may not do are not open either", async ({ installation, cast }) => {
  const wire = wireTo(installation.origin);
  for (const [who, status] of [[cast.martin, 403], [cast.jane, 403], [cast.rootB, 200], [cast.xavier, 200]] as const) {
    const { cookie } = await startSession(installation, who);
    expect((await wire.send({ path: paths.addUser, cookie })).status, who.name).toBe(status);
  }
  wire.close();
});

/** Sends the sample as this kind of person and holds what happened against the table. Whether it did. */
async function sends(stage: Stage, permission: Permission, kind: Kind): Promise<boolean> {
  const sample = samples[permission];
  const { rows, session, fields } = await stateFor(stage, kind, (await sample.fields?.(stage, kind)) ?? {});
  const outcome = await send(sample, { ...stage, session, fields });
  const expected = expectedOf(kind, permission);
  if (outcome !== "anything") expect(outcome, `${permission} by someone ${kind}`).toBe(expected);
  await judge(stage, permission, kind, rows, expected === "done");
  return expected === "done";
}

/** The person with a new session, and what stands in both accounts before they send. */
async function stateFor({ place, cast }: Stage, kind: Kind, fields: Fields) {
  const { who } = kinds[kind];
  const session = who ? await startSession(place, cast[who]) : null;
  return { fields, session, rows: await rowsOf(place.database, cast.account.id, cast.other.id) };
}

/** A change that happened left exactly one line of its own; all else left everything as it was. */
async function judge({ place, cast }: Stage, permission: Permission, kind: Kind, before: Rows, happened: boolean) {
  const after = await rowsOf(place.database, cast.account.id, cast.other.id);
  const label = `${permission} by someone ${kind}`;
  if (!happened || policy[permission].kind === "read") return expect(after, `${label} changes nothing`).toEqual(before);
  if (permission === "account.create") {
    expect(after.others, label).toBe(before.others + 1);
    const { id } = await place.database.db.account.findFirstOrThrow({ orderBy: { id: "desc" } });
    const lines = await place.database.db.activity.findMany({ where: { accountId: id } });
    expect(lines.map((line) => line.permission)).toEqual([permission]);
    return expect({ ...after, others: 0 }, `${label} changes no other account`).toEqual({ ...before, others: 0 });
  }
  const known = new Set(before.activity.map((line) => line.hash));
  const told = after.activity.filter((line) => !known.has(line.hash));
  const acting = kinds[kind].who === "eve" && permission !== "session.start" ? cast.other.id : cast.account.id;
  expect(told.map((line) => [line.permission, line.accountId]), `${label} leaves its line`).toEqual([[permission, acting]]);
  const rest = (rows: Rows) => rows.people.filter((person) => person.accountId !== acting);
  expect(rest(after), `${label} changes no other account`).toEqual(rest(before));
}

/** What the table says of this kind of person. */
function expectedOf(kind: Kind, permission: Permission): Outcome {
  const row: { level: string; kind: string; whileDue?: true } = policy[permission];
  const { targeted, otherwise } = samples[permission];
  if (row.level !== "anyone") {
    if (["signed out", "disabled", "removed"].includes(kind)) return "signed_out";
    if (kind === "with a password change due" && !row.whileDue) return "forbidden";
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

async function send({ action, page, send }: Sample, sender: Sender): Promise<Outcome> {
  const { wire, session, fields } = sender;
  if (send) return send(sender);
  if (page) return outcomeOfPage(await wire.send({ path: page, cookie: session?.cookie }));
  return told(await wire.act(action!, fields, { cookie: session?.cookie })).outcome as Outcome;
}

function outcomeOfPage({ status, headers }: Answer): Outcome {
  const location = String(headers.location ?? "");
  if (status === 200) return "done";
  if (status === 307 && location.startsWith(paths.newPassword)) return "forbidden";
  if (status === 307 && location.startsWith(`${paths.logIn}?next=`)) return "signed_out";
  if (status === 403) return "forbidden";
  throw new Error(`an unforeseen answer: ${status} ${location}`);
}

/** A new user of the first account, and the fields that name them. */
function someone(extra: { out?: "disable" | "remove" } = {}, more: Fields = {}): Sample["fields"] {
  return async ({ place, cast }) => {
    const { id } = await addExtra(place.database, cast.xavier, { login: word(), ...extra });
    return { id, ...more };
  };
}

async function accountFields({ database }: Place, { account }: CastPerson): Promise<Fields> {
  const { version } = await database.db.account.findUniqueOrThrow({ where: { id: account.id } });
  return { version: String(version), organisation: word(), phone: "+32 2 555 01 23", address: "", postcode: "", city: "", country: "" };
}

const newUser = () => ({ login: word(), email: "new@example.com", password: "Harbour-Violin-92-Meadow", privilege: "user", description: "" });

function freshPassword() {
  const password = `Harbour-Violin-${word()}-Meadow`;
  return { password, repeat: password };
}

const word = () => `w${randomBytes(6).toString("hex")}`;
