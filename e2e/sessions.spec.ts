// What happens to a session's cookie: on every path, from the next request on.
import { expect, test } from "@/e2e/fixtures";
import { freshPassword, word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { limitKey } from "@/lib/security/limit-key";
import { hashOf } from "@/lib/security/tokens";
import { addExtra, castPassword } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";
import { sessionCookie, startSession, type Session } from "@/lib/testing/sessions";
import { cookieAfter, panelMarkup, actionResult, type Wire } from "@/lib/testing/wire";

test("Log out ends a session, and its cookie no longer opens anything", async ({ installation, cast, wire }) => {
  const session = await startSession(installation, cast.jane);
  const other = await startSession(installation, cast.jane);
  await expectAlive(wire, session);
  const out = await wire.send({ method: "POST", path: paths.logOut, cookie: session.cookie });
  expect(out.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(out.cookies).toContain(`${sessionCookie(installation.origin)}=`);
  await expectOver(wire, session);
  await expectAlive(wire, other);
  await wire.send({ method: "POST", path: paths.logOut, cookie: session.cookie });
  await expectAlive(wire, other);
});

for (const [how, action, more] of [
  ["they are disabled", "disableUserAction", {}],
  ["they are removed", "removeUserAction", {}],
  ["an Administrator sets a new password", "setUserPasswordAction", { password: "Harbour-Violin-92-Meadow" }],
] as const) {
  test(`Every session of a user ends when ${how}`, async ({ installation, cast, wire }) => {
    const user = await addExtra(installation.database, cast.xavier, { login: word() });
    const sessions = [await startSession(installation, user), await startSession(installation, user)];
    for (const session of sessions) await expectAlive(wire, session);
    const { cookie } = await startSession(installation, cast.rootB);
    const answer = actionResult(await wire.act(action, { id: user.id, ...more }, { cookie }));
    expect(answer).toMatchObject({ outcome: "done", value: { ended: 2 } });
    for (const session of sessions) await expectOver(wire, session);
    // Enabling or restoring the user revives none.
    const back = { disableUserAction: "enableUserAction", removeUserAction: "restoreUserAction" }[action as string];
    if (back) expect(actionResult(await wire.act(back, { id: user.id }, { cookie })).outcome).toBe("done");
    for (const session of sessions) await expectOver(wire, session);
  });
}

test("A user's own new password ends all other sessions and gives the current one another token", async ({
  installation,
  cast,
  wire,
}) => {
  const user = await addExtra(installation.database, cast.xavier, { login: word() });
  const [mine, other, third] = [
    await startSession(installation, user),
    await startSession(installation, user),
    await startSession(installation, user),
  ];
  const fields = { current: castPassword, ...freshPassword() };
  const answer = await wire.act("changePasswordAction", fields, { cookie: mine.cookie });
  // The page gets everything but the token, which only the cookie carries.
  expect(actionResult(answer)).toEqual({ outcome: "done", value: { ended: 2 } });
  // Nor the marks that make the browser known from now on.
  const { browserSalt } = await installation.database.db.person.findUniqueOrThrow({ where: { id: user.id } });
  const known = limitKey(installation.secret, "known browser", `${user.id}\0${browserSalt}`).slice(0, 22);
  expect(answer.cookies.filter((cookie) => cookie.startsWith("steward-known=") && cookie.endsWith(known))).toHaveLength(
    1,
  );
  await expectAlive(wire, { ...mine, cookie: cookieAfter(answer)! });
  for (const session of [mine, other, third]) await expectOver(wire, session);
});

test("A removed privilege applies from the next request on", async ({ installation, cast, wire }) => {
  const adam = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "administrator" });
  const { cookie } = await startSession(installation, adam);
  expect((await wire.send({ path: paths.addUser, cookie })).status).toBe(200);
  const holder = await startSession(installation, cast.xavier);
  const fields = { id: adam.id, version: "0", email: adam.email, privilege: "none", description: "" };
  expect(actionResult(await wire.act("editUserAction", fields, { cookie: holder.cookie })).outcome).toBe("done");
  expect((await wire.send({ path: paths.addUser, cookie })).status).toBe(403);
  const sent = {
    login: word(),
    email: "x@example.com",
    password: "Harbour-Violin-92-Meadow",
    privilege: "user",
    description: "",
  };
  expect(actionResult(await wire.act("addUserAction", sent, { cookie })).outcome).toBe("forbidden");
});

test("A session is open in every process, and an ended one in none", async ({
  installation,
  cast,
  wires: [here, there],
}) => {
  const [stays, goes] = [await startSession(installation, cast.jane), await startSession(installation, cast.jane)];
  await here.send({ method: "POST", path: paths.logOut, cookie: goes.cookie });
  await expectAlive(here, stays);
  await expectAlive(there, stays);
  await expectOver(there, goes);
});

test("A session that is too old or was idle too long opens nothing", async ({ installation, cast, wire }) => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  for (const [label, data] of [
    ["idle", { lastSeenAt: ago(31) }],
    ["old", { expiresAt: ago(1) }],
  ] as const) {
    const session = await startSession(installation, cast.jane);
    await expectAlive(wire, session);
    await installation.database.writer.session.update({ where: { id: session.id }, data });
    expect((await wire.send({ path: paths.account, cookie: session.cookie })).status, label).toBe(307);
    await expectOver(wire, session);
  }
});

test("An edited, cut, doubled or made-up cookie opens nothing, and the stored hash is not a key", async ({
  installation,
  cast,
  wire,
}) => {
  const { token, id } = await startSession(installation, cast.jane);
  const name = sessionCookie(installation.origin);
  const last = token.endsWith("A") ? "Q" : "A";
  const forged = [
    token.slice(0, -1),
    `${token.slice(0, -1)}${last}`,
    `${token}A`,
    token.toLowerCase(),
    hashOf(token),
    id,
    cast.jane.id,
    `${token}%00`,
    "' OR '1'='1",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "%",
    "undefined",
    "\u{1}",
  ];
  for (const value of forged.filter((each) => /^[\x20-\x7e]*$/.test(each))) {
    await expectOver(wire, { cookie: `${name}=${value}`, token: value, id: "" });
  }
  for (const other of [
    "next-auth.session-token",
    "__Secure-next-auth.session-token",
    "__Host-steward-session",
    name.toUpperCase(),
  ]) {
    await expectOver(wire, { cookie: `${other}=${token}`, token, id: "" });
  }
});

test("A new login ends the session that the browser had", async ({ installation, cast, wire }) => {
  const before = await startSession(installation, cast.martin);
  const answer = await wire.act(
    "logInAction",
    { id: cast.jane.signInId, password: castPassword },
    { cookie: before.cookie },
  );
  const line = answer.headers["set-cookie"]?.find((each) => each.startsWith(sessionCookie(installation.origin)));
  expect(line).toMatch(/Path=\/; HttpOnly; SameSite=lax$/i);
  await expectOver(wire, before);
  const token = line!.split(";", 1)[0]!.split("=")[1]!;
  expect(Buffer.from(token, "base64url").length).toBe(32);
  await expectAlive(wire, { cookie: line!.split(";", 1)[0]!, token, id: "" });
  await expectStoredHashed(installation, token);
});

async function expectAlive(wire: Wire, { cookie }: Session) {
  const answers = await waysIn(wire, cookie);
  expect(answers).toEqual({ page: 200, stream: true, action: "invalid", route: true });
}

async function expectOver(wire: Wire, { cookie }: Session) {
  const answers = await waysIn(wire, cookie);
  expect(answers, cookie).toEqual({ page: 307, stream: false, action: "signed_out", route: false });
}

/** Sends a page request, Next's stream of it, an action and a route with this cookie, and returns their answers. */
async function waysIn(wire: Wire, cookie: string) {
  const [page, stream, action, route] = await Promise.all([
    wire.send({ path: paths.security, cookie }),
    wire.stream(paths.security, { cookie }),
    wire.act("editProfileAction", { theme: "none of them" }, { cookie }),
    wire.send({ path: "/api/auth/session", cookie }),
  ]);
  return {
    page: page.status,
    stream: panelMarkup.test(stream.text),
    action: actionResult(action).outcome,
    route: route.text.includes('"user"'),
  };
}

async function expectStoredHashed({ database }: Place, token: string) {
  expect(await database.db.session.count({ where: { tokenHash: hashOf(token) } })).toBe(1);
  expect(await database.db.session.count({ where: { OR: [{ tokenHash: token }, { id: token }] } })).toBe(0);
}
