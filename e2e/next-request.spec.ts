// Ending a session or taking a privilege applies from the next request on, for every kind of request and in every process. A session that
// still needs a second factor never opened anything.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { giveApp } from "@/e2e/factors";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { giveLink } from "@/e2e/links";
import { freshPassword, samples, word } from "@/e2e/samples";
import { emailPath, paths, servicePath } from "@/lib/isomorphic/paths";
import { policy, type PendingStep, type Permission } from "@/lib/policy";
import { addExtra, addMail, castPassword, type CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import {
  actionsOfBuild,
  cookieAfter,
  panelMarkup,
  actionResult,
  type Answer,
  type Fields,
  type Wire,
} from "@/lib/testing/wire";

/** Who ends the session, by which action, and with which user and session in its fields. */
type End = { by: "themselves" | "an Administrator"; action: string; fields: (user: string, session: string) => Fields };

const ends: Record<string, End> = {
  "they are removed": { by: "an Administrator", action: "removeUserAction", fields: (id) => ({ id }) },
  "they are disabled": { by: "an Administrator", action: "disableUserAction", fields: (id) => ({ id }) },
  "they are given a new password": {
    by: "an Administrator",
    action: "setUserPasswordAction",
    fields: (id) => ({ id, password: "Harbour-Violin-92-Meadow" }),
  },
  "an Administrator ends it": {
    by: "an Administrator",
    action: "endUserSessionsAction",
    fields: (id, session) => ({ id, session }),
  },
  "an Administrator ends all their sessions": {
    by: "an Administrator",
    action: "endUserSessionsAction",
    fields: (id) => ({ id }),
  },
  "they end it": { by: "themselves", action: "endSessionAction", fields: (_, id) => ({ id }) },
  "they end all others": { by: "themselves", action: "endOtherSessionsAction", fields: () => ({}) },
  "they choose a new password": {
    by: "themselves",
    action: "changePasswordAction",
    fields: () => ({ current: castPassword, ...freshPassword() }),
  },
};

for (const [when, { by, action, fields }] of Object.entries(ends)) {
  test(`The other process refuses the session at its next request when ${when}`, async ({
    installation,
    cast,
    wires: [here, there],
  }) => {
    const user = await addExtra(installation.database, cast.xavier, { login: word() });
    const [mine, ended] = [await startSession(installation, user), await startSession(installation, user)];
    const acting = by === "themselves" ? mine : await startSession(installation, cast.rootB);
    expect(await waysIn(there, ended.cookie)).toEqual(open);
    const answer = await here.act(action, fields(user.id, ended.id), { cookie: acting.cookie });
    expect(actionResult(answer).outcome).toBe("done");
    expect(await waysIn(there, ended.cookie)).toEqual(closed);
    if (by === "themselves") expect(await waysIn(there, cookieAfter(answer) ?? mine.cookie)).toEqual(open);
  });
}

for (const [how, action, fields] of [
  [
    "an Administrator resets their factors",
    "resetTwoFactorAction",
    async (place: Place, user: CastPerson) => (await giveApp(place, user), { id: user.id }),
  ],
  [
    "a link sets a new password",
    "resetPasswordAction",
    async (place: Place, user: CastPerson) => ({ token: await giveLink(place, user, "reset"), ...freshPassword() }),
  ],
] as const) {
  test(`The other process refuses the session at its next request when ${how}`, async ({
    installation,
    cast,
    wires: [here, there],
  }) => {
    const user = await addExtra(installation.database, cast.xavier, { login: word() });
    const sent = await fields(installation, user);
    const ended = await startSession(installation, user);
    const { cookie } = await startSession(installation, cast.rootB);
    expect(await waysIn(there, ended.cookie)).toEqual(open);
    expect(
      actionResult(await here.act(action, sent, action === "resetTwoFactorAction" ? { cookie } : {})).outcome,
    ).toBe("done");
    expect(await waysIn(there, ended.cookie)).toEqual(closed);
  });
}

test("A removed privilege is gone in the other process at the next request", async ({
  installation,
  cast,
  wires: [here, there],
}) => {
  const adam = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "administrator" });
  const { cookie } = await startSession(installation, adam);
  const holder = await startSession(installation, cast.xavier);
  const user = { email: "x@example.com", password: "Harbour-Violin-92-Meadow", privilege: "user", description: "" };
  const asked = async () => {
    const [page, stream, action, route] = await Promise.all([
      there.send({ path: paths.addUser, cookie }),
      there.stream(paths.addUser, { cookie }),
      there.act("addUserAction", { ...user, login: word() }, { cookie }),
      there.ask(paths.findUsers, { q: "a" }, { cookie }),
    ]);
    // A stream may send its status before its content is known.
    return [page.status, /FALLBACK;403/.test(stream.text), actionResult(action).outcome, route.status];
  };
  expect(await asked()).toEqual([200, false, "done", 200]);
  const demoted = { id: adam.id, version: "0", email: adam.email, privilege: "none", description: "" };
  expect(actionResult(await here.act("editUserAction", demoted, { cookie: holder.cookie })).outcome).toBe("done");
  // A user with privilege None can still read.
  expect(await asked()).toEqual([403, true, "forbidden", 200]);
});

test("A session that still needs a second factor opens no page, prefetch, action or path", async ({
  installation,
  cast,
  wires: [wire],
}) => {
  const { database } = installation;
  const { cookie } = await startSession(installation, cast.xavier, { factorDue: true });
  const mail = await addMail(database, cast.xavier);
  const before = await rowsOf(database, cast.account.id);
  const ids: Record<string, string> = {
    "/services/[id]": servicePath(cast.services[0]!.id),
    "/account/emails/[id]": emailPath(mail),
    "/account/activity/[seq]": `${paths.activity}/1`,
    "/texts/[file]": "/texts/none",
  };
  const found = pathsOfBuild().map(({ path, ...rest }) => ({ ...rest, path: ids[path] ?? path }));
  expect(found.filter(({ path }) => path.includes("["))).toEqual([]);
  expect(found.length).toBeGreaterThan(20);
  for (const { path, inPanel, isRoute } of found.filter((each) => each.path !== paths.logOut)) {
    const posted = isRoute && (inPanel || path.endsWith("/again") || path === paths.verification);
    const answer = await (posted
      ? wire.ask(path, { password: castPassword, code: "123456" }, { cookie })
      : wire.send({ path, cookie }));
    expect(answer.text, path).not.toMatch(panelMarkup);
    for (const { id, name } of cast.services) expect(answer.text, path).not.toContain(name || id);
    if (isRoute && inPanel) expect([path, answer.status]).toEqual([path, 403]);
    if (!isRoute && inPanel)
      expect([path, answer.status, String(answer.headers.location)]).toEqual([
        path,
        307,
        expect.stringMatching(`^${paths.verify}`),
      ]);
    if (isRoute) continue;
    for (const headers of [undefined, prefetching])
      expect((await wire.stream(path, { cookie, headers })).text, path).not.toMatch(panelMarkup);
  }
  const session = await wire.send({ path: "/api/auth/session", cookie });
  expect(session.text).not.toContain("user");
  for (const [permission, { action }] of Object.entries(samples) as [Permission, { action?: string }][]) {
    const row: { level: string; allowedDuring?: readonly PendingStep[] } = policy[permission];
    if (!action || row.level === "anyone" || row.allowedDuring?.includes("second-factor")) continue;
    const answer = actionResult(await wire.act(action, {}, { cookie }));
    expect([permission, answer.outcome, answer.sentence?.key]).toEqual([
      permission,
      "forbidden",
      "outcomes.factor_due",
    ]);
  }
  expect(
    Object.values(samples)
      .flatMap(({ action }) => action ?? [])
      .toSorted(),
  ).toEqual([...actionsOfBuild().keys()].toSorted());
  expect(await rowsOf(database, cast.account.id)).toEqual(before);
});

const open = { page: 200, stream: true, prefetch: false, action: "invalid", route: 200 };
const closed = { page: 307, stream: false, prefetch: false, action: "signed_out", route: 401 };

/**
 * Sends one request of each kind with this cookie: a page, Next's stream of it, a prefetch (which never contains the page), an action and a
 * route. Returns their answers.
 */
async function waysIn(wire: Wire, cookie: string) {
  const [page, stream, prefetch, action, route] = await Promise.all([
    wire.send({ path: paths.security, cookie }),
    wire.stream(paths.security, { cookie }),
    wire.stream(paths.security, { cookie, headers: prefetching }),
    wire.act("editProfileAction", { theme: "none of them" }, { cookie }),
    wire.ask(paths.findServices, { q: "a" }, { cookie }),
  ]);
  const shows = ({ text }: Answer) => panelMarkup.test(text);
  return {
    page: page.status,
    stream: shows(stream),
    prefetch: shows(prefetch),
    action: actionResult(action).outcome,
    route: route.status,
  };
}

const prefetching = { "next-router-prefetch": "1" };

/** Every path of the build, from Next's own manifest. */
function pathsOfBuild() {
  const file = fileURLToPath(new URL("../.next/server/app-paths-manifest.json", import.meta.url));
  return Object.keys(JSON.parse(readFileSync(file, "utf8")) as object)
    .filter((entry) => !entry.startsWith("/_"))
    .map((entry) => ({
      path: `/${entry
        .split("/")
        .slice(1, -1)
        .filter((part) => !part.startsWith("("))
        .join("/")}`,
      inPanel: entry.startsWith("/(panel)/"),
      isRoute: entry.endsWith("/route"),
    }));
}
