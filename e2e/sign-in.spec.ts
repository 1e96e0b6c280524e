// Logging in over HTTP: equal answers, rate limits on guessing, passwords to their last byte, next-auth's session, and redirects.
import { createHash } from "node:crypto";
import { expect, expectTrue, rowsOf, test } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { hashOf } from "@/lib/security/tokens";
import { addCast, castPassword, type CastPerson } from "@/lib/testing/cast";
import { startServer } from "@/lib/testing/servers";
import { sessionCookie, startSession } from "@/lib/testing/sessions";
import { actionResult, wireTo, type Answer, type Wire } from "@/lib/testing/wire";

const wrongPassword = "Lantern-Orchard-57-Quieter";

test("An unknown ID, a wrong password, a disabled and a removed user get the same bytes", async ({
  installation,
  wire,
}) => {
  const cast = await addCast(installation.database);
  const before = await rowsOf(installation.database, cast.account.id);
  const { digitalId } = cast.account;
  const ids: [id: string, password: string][] = [
    [cast.jane.signInId, wrongPassword],
    [cast.xavier.email, wrongPassword],
    [cast.olga.signInId, castPassword],
    [cast.remo.signInId, castPassword],
    [`${digitalId}/nobody`, castPassword],
    ["0000-000-00/jane", castPassword],
    ["nobody@example.com", castPassword],
    // A user's own email address is not an ID.
    [cast.jane.email, castPassword],
    ["\u0000", castPassword],
    ...rounds<[string, string][]>(
      [],
      [
        ["zz00000-stw", castPassword],
        [`${digitalId}%2Fjane`, castPassword],
        [`${digitalId}%252Fjane`, castPassword],
        ["' OR 1=1 --", castPassword],
        ["\u{1f600}".repeat(80), castPassword],
      ],
    ),
  ];
  const [scripted, plain] = [new Set<string>(), new Set<string>()];
  for (const [id, password] of ids) {
    const answer = await wire.act("logInAction", { id, password, next: "" });
    scripted.add(bare(answer, id));
    expect(actionResult(answer).sentence?.key, id).toBe("errors.sign_in");
  }
  for (const [id, password] of ids.slice(0, 5)) {
    plain.add(bare(await wire.post("logInAction", paths.logIn, { id, password, next: "" }), id));
  }
  expect(scripted.size, "with JavaScript").toBe(1);
  expect(plain.size, "without").toBe(1);
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
});

test("An empty or extremely long field is plainly invalid and does not count as an attempt", async ({
  installation,
  wire,
}) => {
  const cast = await addCast(installation.database);
  for (let round = 0; round < 6; round++) {
    const empty = actionResult(await wire.act("logInAction", { id: cast.jane.signInId, password: "" }));
    expect(empty.fields).toEqual({ password: { key: "errors.password.required" } });
    expect(actionResult(await wire.act("logInAction", { id: "", password: castPassword })).fields?.id?.key).toBe(
      "errors.id.required",
    );
    const endless = { id: "x".repeat(10_000), password: "y".repeat(10_000) };
    expect(Object.keys(actionResult(await wire.act("logInAction", endless)).fields ?? {})).toEqual(["id", "password"]);
  }
  expect((await enter(wire, cast.jane)).outcome).toBe("done");
});

test("Users can type their ID in several ways, and each user has one rate limit for all of them", async ({
  installation,
  wire,
}) => {
  const cast = await addCast(installation.database);
  const { digitalId, handle } = cast.account;
  const forms = [
    `${digitalId}/jane`,
    `  ${digitalId} / JANE `,
    `${digitalId.replaceAll("-", "")}/Jane`,
    `${handle}/jane`,
    `${handle.toUpperCase()}\uff0fJaNe`,
  ];
  const all = [...forms, digitalId, handle, cast.xavier.email, cast.xavier.email.toUpperCase()];
  for (const id of rounds([forms[1]!, forms[4]!, all.at(-1)!], all))
    expect(actionResult(await wire.act("logInAction", { id, password: castPassword })).outcome, id).toBe("done");
  // Five wrong passwords, each with another spelling of the ID and a claimed IP address of its own.
  for (const [at, id] of forms.entries()) {
    const answer = await wire.act(
      "logInAction",
      { id, password: wrongPassword },
      { headers: { "x-forwarded-for": `203.0.113.${at}` } },
    );
    expect(actionResult(answer).sentence?.key, id).toBe("errors.sign_in");
  }
  for (const id of [...forms, `${handle} / jane`]) {
    const answer = actionResult(await wire.act("logInAction", { id, password: castPassword }));
    expect([answer.outcome, answer.sentence?.key], id).toEqual(["too_many", "errors.wait_seconds"]);
  }
  expect((await enter(wire, cast.martin)).outcome, "nobody else waits").toBe("done");
  await expectTrue(installation.database, cast.account.id);
});

test("A wait holds in every process, applies to unknown IDs, and does not lock out a known browser", async ({
  installation,
  wires: [wire, again],
}) => {
  const cast = await addCast(installation.database);
  const known = (await signIn(wire, cast.jane)).cookies.find((cookie) => cookie.startsWith("steward-known="))!;
  const nobody = `${cast.account.digitalId}/${word()}`;
  for (let guess = 0; guess < 5; guess++) {
    expect(actionResult(await wire.act("logInAction", { id: nobody, password: castPassword })).sentence?.key).toBe(
      "errors.sign_in",
    );
    expect((await enter(wire, cast.jane, wrongPassword)).sentence?.key).toBe("errors.sign_in");
  }
  expect((await enter(wire, cast.jane)).outcome).toBe("too_many");

  expect((await enter(again, cast.jane)).outcome).toBe("too_many");
  expect(actionResult(await again.act("logInAction", { id: nobody, password: castPassword })).outcome).toBe("too_many");
  const home = await again.act("logInAction", { id: cast.jane.signInId, password: castPassword }, { cookie: known });
  expect(actionResult(home).outcome, "her own browser").toBe("done");
  const forged = await again.act(
    "logInAction",
    { id: cast.jane.signInId, password: castPassword },
    { cookie: `steward-known=${"A".repeat(30)}` },
  );
  expect(actionResult(forged).outcome, "a made-up mark").toBe("too_many");
});

test("A network with too many failures waits too, for any ID, and learns nothing about the password", async ({
  installation,
}) => {
  const { databaseUrl, secret, database } = installation;
  const cast = await addCast(database);
  const proxy = {
    STEWARD_TRUSTED_PROXIES: "127.0.0.1, ::1",
    STEWARD_SIGN_INS_PER_NETWORK: "3",
    STEWARD_SIGN_UPS_PER_NETWORK: "1",
  };
  const server = await startServer({ databaseUrl, secret, env: proxy });
  const wire = wireTo(server.origin);
  const host = Array.from({ length: 4 }, () => Math.floor(Math.random() * 65_536).toString(16)).join(":");
  const from = (last: string) => ({ headers: { "x-forwarded-for": `${host}:${last}` } });
  for (const last of ["1::1", "2::2", "3::3"]) {
    const answer = actionResult(await wire.act("logInAction", { id: word(), password: castPassword }, from(last)));
    expect(answer.sentence?.key).toBe("errors.sign_in");
  }
  const answer = await wire.act("logInAction", { id: cast.martin.signInId, password: castPassword }, from("4::4"));
  expect(actionResult(answer).outcome, "the same /64").toBe("too_many");
  const other = { headers: { "x-forwarded-for": `${host.replace(/\w+$/, "")}ffff:1::1` } };
  expect(
    actionResult(await wire.act("logInAction", { id: cast.martin.signInId, password: castPassword }, other)).outcome,
  ).toBe("done");

  const holder = () => ({
    firstName: "Nora",
    lastName: "Nil",
    organisation: "",
    email: `${word()}@example.net`,
    password: castPassword,
  });
  expect(actionResult(await wire.act("signUpAction", holder(), from("5::5"))).outcome).toBe("done");
  expect(actionResult(await wire.act("signUpAction", holder(), from("6::6"))).outcome).toBe("too_many");
  wire.close();
  await server.stop();
});

test("Passwords differ to their last byte, and are equal however their letters are composed", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const add = async (password: string) => {
    const login = word();
    const fields = { login, email: "a@example.com", password, privilege: "none", description: "" };
    expect(actionResult(await wire.act("addUserAction", fields, { cookie })).outcome, password).toBe("done");
    return `${cast.account.digitalId}/${login}`;
  };
  const asked = async (id: string, password: string) =>
    actionResult(await wire.act("logInAction", { id, password })).outcome;

  const long = `Lantern-${"\u00fc\u4e2d ".repeat(12)}Harbour-`;
  expect(Buffer.byteLength(long)).toBeGreaterThan(72);
  const lena = await add(`${long}1`);
  expect(await asked(lena, `${long}2`)).toBe("invalid");
  expect(await asked(lena, long)).toBe("invalid");
  expect(await asked(lena, `${long}1`)).toBe("done");

  const zoe = await add("Zo\u00eb-Cr\u00e8me-Br\u00fbl\u00e9e-4");
  expect(await asked(zoe, "Zo\u00eb-Cr\u00e8me-Br\u00fbl\u00e9e-4".normalize("NFD"))).toBe("done");
  const most = `${"Harbour-Violin-9 ".repeat(4)}${"\u{1f600}".repeat(60)}`;
  expect([...most].length).toBe(128);
  expect(await asked(await add(most), most)).toBe("done");
});

test("A login never redirects outside, for any requested URL", async ({ installation, cast, wire }) => {
  const { origin } = installation;
  const elsewhere = [
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "/\t/elsewhere.example",
    "/%09/elsewhere.example\n",
    "/..//elsewhere.example",
    "/./%2F%2Felsewhere.example",
    "javascript:alert(1)//elsewhere.example",
    "data:text/html,elsewhere.example",
    `${origin}@elsewhere.example`,
    "/%5Celsewhere.example",
    "///elsewhere.example",
    " //elsewhere.example",
    "elsewhere.example",
    `/${"a".repeat(3_000)}`,
    "/logout",
    "/api/auth/signout",
  ];
  for (const next of elsewhere) {
    const page = await wire.send({ path: `${paths.logIn}?next=${encodeURIComponent(next)}` });
    const field = /name="next" value="([^"]*)"/.exec(page.text)?.[1];
    expect(isInside(field ?? "?", origin), `${next} → ${field}`).toBe(true);
  }
  for (const next of elsewhere.slice(0, rounds(2, 4))) {
    const { location } = actionResult(
      await wire.act("logInAction", { id: cast.jane.signInId, password: castPassword, next }),
    );
    expect(isInside(location ?? "?", origin), `${next} → ${location}`).toBe(true);
    const { headers } = await wire.post("logInAction", paths.logIn, {
      id: cast.jane.signInId,
      password: castPassword,
      next,
    });
    expect(isInside(String(headers.location), origin), `${next} → ${headers.location}`).toBe(true);
  }
  const next = `${paths.users}?q=a%26b`;
  const { location } = actionResult(
    await wire.act("logInAction", { id: cast.jane.signInId, password: castPassword, next }),
  );
  expect(location).toBe(next);
  for (const [path, wanted] of [
    [paths.security, paths.security],
    [`${paths.users}?q=%2F%2Fx`, `${paths.users}?q=%2F%2Fx`],
  ]) {
    const { headers } = await wire.send({ path: path! });
    expect(new URL(String(headers.location), origin).searchParams.get("next")).toBe(wanted);
  }
});

test("next-auth's session names a person whose login is complete, and sets no cookie", async ({
  installation,
  cast,
  wire,
}) => {
  const sessionOf = async (cookie?: string) => {
    const answer = await wire.send({ path: "/api/auth/session", cookie });
    expect([answer.status, answer.cookies]).toEqual([200, []]);
    return JSON.parse(answer.text) as unknown;
  };
  const { id, cookie } = await startSession(installation, cast.jane);
  const user = { name: "jane", email: cast.jane.email };
  const { expiresAt } = await installation.database.db.session.findUniqueOrThrow({ where: { id } });
  expect(await sessionOf(cookie)).toEqual({ user, expires: expiresAt.toISOString() });
  expect(await sessionOf()).toEqual({});
  expect(await sessionOf(`${sessionCookie(installation.origin)}=made-up`)).toEqual({});
  const factorDue = await startSession(installation, cast.jane, { factorDue: true });
  expect(await sessionOf(factorDue.cookie)).toEqual({});
  const passwordDue = await startSession(installation, cast.pia);
  expect(await sessionOf(passwordDue.cookie)).toEqual({});
});

test("next-auth answers at no other path or method", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.jane);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const closed = [
    "",
    "/csrf",
    "/providers",
    "/signin",
    "/signin/credentials",
    "/signout",
    "/callback",
    "/callback/credentials",
    "/callback/github",
    "/error",
    "/verify-request",
    "/_log",
    "/x",
    "/session/x",
  ];
  for (const path of closed) {
    for (const sent of [{}, { method: "HEAD" }, { headers, body: "a=b" }, { method: "POST" }]) {
      const { status, cookies } = await wire.send({ path: `/api/auth${path}`, cookie, ...sent });
      expect([status, cookies], `${JSON.stringify(sent)} ${path}`).toEqual([404, []]);
    }
  }
  for (const body of ["", "{}", '{"csrfToken":[]}', '{"data":{"user":{"name":"x"}}}']) {
    const json = { "content-type": "application/json" };
    const { status } = await wire.send({ method: "POST", path: "/api/auth/session", cookie, body, headers: json });
    expect(status, body).toBe(404);
  }
});

test("Right credentials with a right token of next-auth log nobody in or out", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.jane);
  // next-auth accepts a form whose token matches its cookie: the token, and its digest with the secret.
  const csrfToken = hashOf(word());
  const digest = createHash("sha256").update(`${csrfToken}${installation.secret}`).digest("hex");
  const post = (path: string, fields: Record<string, string>) =>
    wire.send({
      path: `/api/auth/${path}`,
      cookie: `${cookie}; next-auth.csrf-token=${csrfToken}%7C${digest}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true", ...fields }).toString(),
    });
  const sessions = () => installation.database.db.session.count({ where: { accountId: cast.account.id } });
  const before = await sessions();
  const answers = [
    await post("callback/credentials", { id: cast.martin.signInId, password: castPassword }),
    await post("signout", {}),
    await post("session", { data: "" }),
  ];
  expect(answers.map(({ status, cookies }) => [status, cookies])).toEqual(answers.map(() => [404, []]));
  expect(await sessions()).toBe(before);
  expect((await wire.send({ path: paths.account, cookie })).status).toBe(200);
});

const signIn = (wire: Wire, person: CastPerson, password = castPassword) =>
  wire.act("logInAction", { id: person.signInId, password, next: "" });

const enter = async (wire: Wire, person: CastPerson, password?: string) =>
  actionResult(await signIn(wire, person, password));

/** Removes from an answer what is new in each one, and the typed ID. */
function bare({ status, headers, text }: Answer, id: string): string {
  const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "-";
  const typed = [JSON.stringify(id).slice(1, -1), id, escaped(id), JSON.stringify(JSON.stringify(id)).slice(3, -3)];
  const same = typed
    .reduce((rest, one) => rest.replaceAll(one, ""), text.replaceAll(nonce, ""))
    // The challenge for a passkey is new in each answer.
    .replace(/(challenge\\?"?:\\?")[\w-]+/g, "$1");
  return JSON.stringify([status, Object.keys(headers).toSorted(), headers["set-cookie"], same]);
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll('"', "&quot;");

function isInside(location: string, origin: string): boolean {
  if (location === "") return true;
  const url = new URL(location, origin);
  return (
    url.origin === origin && !location.startsWith("//") && !/[\\\t\n]/.test(location) && url.pathname !== paths.logOut
  );
}
