// Requests that none of Steward's pages sends: from other sites, malformed, oversized, or with headers that Next trusts.
import { request } from "node:http";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { samples } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, castPassword, type Cast } from "@/lib/testing/cast";
import { startServer, type Place } from "@/lib/testing/servers";
import { sessionCookie, startSession } from "@/lib/testing/sessions";
import { actionsOfBuild, panelMarkup, actionResult, type Answer } from "@/lib/testing/wire";

const privatePages = [
  paths.home,
  paths.account,
  paths.security,
  paths.users,
  paths.addUser,
  paths.activity,
  paths.newPassword,
  `${paths.users}?q=jane&status=removed`,
];
const posted = [
  paths.logOut,
  paths.logInAgain,
  paths.newPasswordAgain,
  paths.verifyAgain,
  paths.verification,
  paths.confirmAgain,
  paths.findUsers,
  paths.findServices,
  "/api/auth/session",
];

test("Every action and path refuses a request that cannot prove its origin, and changes nothing", async ({
  installation,
  cast,
  wire,
}) => {
  const { origin } = installation;
  const { cookie } = await startSession(installation, cast.xavier);
  const stage = { place: installation, cast, wire };
  const foreign = [
    null,
    "null",
    "",
    "https://elsewhere.example",
    `${origin}.elsewhere.example`,
    `${origin}/`,
    "//",
    "localhost",
    "\u00e9",
  ];
  const fields = new Map<string, Record<string, string>>();
  for (const { action, fields: make } of Object.values(samples)) {
    if (action) fields.set(action, (await make?.(stage, "holder", null)) ?? {});
  }
  const before = await everything(installation, cast);
  for (const claimed of foreign) {
    const headers = { origin: claimed };
    const answers = await Promise.all([
      ...[...actionsOfBuild().keys()].map((action) => wire.act(action, fields.get(action)!, { cookie, headers })),
      ...posted.map((path) => wire.send({ method: "POST", path, cookie, headers })),
      wire.send({
        path: paths.logIn,
        headers,
        form: [
          ["id", cast.jane.signInId],
          ["password", castPassword],
        ],
      }),
    ]);
    expect(
      answers.map(({ status }) => status),
      `Origin: ${claimed}`,
    ).toEqual(answers.map(() => 403));
  }
  for (const site of ["cross-site", "same-site", "none"]) {
    const { status } = await wire.act("addUserAction", fields.get("addUserAction")!, {
      cookie,
      headers: { "sec-fetch-site": site },
    });
    expect(status, site).toBe(403);
  }
  expect(await everything(installation, cast)).toEqual(before);
  expect((await wire.send({ path: paths.account, cookie })).status).toBe(200);
});

test("No path accepts other methods, and only POST changes anything", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const before = await everything(installation, cast);
  for (const path of [...privatePages, ...posted, paths.logIn, "/healthz", "/nowhere"]) {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      const { status, headers } = await wire.send({ method, path, cookie });
      expect([status, headers.allow], `${method} ${path}`).toEqual([405, "GET, HEAD, POST"]);
    }
    const head = await wire.send({ method: "HEAD", path, cookie });
    const get = await wire.send({ path, cookie });
    expect(head.text).toBe("");
    expect(head.status, path).toBe(get.status);
  }
  for (const path of posted) expect((await wire.send({ path, cookie })).status, path).not.toBe(302);
  expect(await everything(installation, cast)).toEqual(before);
});

const tricks: Record<string, string>[] = [
  {},
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/middleware", "x-middleware-prefetch": "1", "x-middleware-invoke": "1" },
  { "x-nextjs-data": "1", "x-matched-path": "/account", "x-now-route-matches": "1=account" },
  { "x-invoke-path": "/account", "x-invoke-status": "200", "x-invoke-output": "/account" },
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "2" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/account/users/__PAGE__" },
  { rsc: "1", "next-router-state-tree": encodeURIComponent(JSON.stringify(["", { children: ["__PAGE__", {}] }])) },
  { rsc: "1", "next-router-state-tree": "%", "next-url": "/account" },
  { rsc: "1", "next-hmr-refresh": "1", purpose: "prefetch", "sec-purpose": "prefetch" },
  { authorization: "Bearer null", "x-user-id": "1", "x-forwarded-user": "admin" },
];

test("A request without access gets no content, with any headers", async ({ installation, cast, wire }) => {
  test.setTimeout(90_000);
  const [olga, remo, pia] = await Promise.all(
    [cast.olga, cast.remo, cast.pia].map((who) => startSession(installation, who)),
  );
  const name = sessionCookie(installation.origin);
  const sessions = [undefined, olga!.cookie, pia!.cookie];
  const without = [remo!.cookie, `${name}=made-up`, `${name}=`, `${name}=a; ${name}=b`, `${name}=${"a".repeat(4_000)}`];
  const ask = async (path: string, headers: Record<string, string>, cookie?: string) => {
    if (cookie === pia!.cookie && path === paths.newPassword) return;
    const answer = headers.rsc
      ? await wire.stream(path, { cookie, headers })
      : await wire.send({ path, cookie, headers });
    expectNoContent(answer, cast, `${path} ${JSON.stringify(headers)} ${cookie}`);
  };
  for (const path of privatePages) {
    for (const headers of tricks) await Promise.all(sessions.map((cookie) => ask(path, headers, cookie)));
    await Promise.all(without.map((cookie) => ask(path, {}, cookie)));
  }
});

test("A user with access gets that content, so the test above would notice it", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.jane);
  for (const answer of [
    await wire.send({ path: paths.account, cookie }),
    await wire.stream(paths.account, { cookie }),
  ]) {
    expect(answer.text).toMatch(panelMarkup);
    expect(answer.text).toContain(cast.account.digitalId);
  }
});

test("An unknown action opens no page", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.olga);
  const { id } = actionsOfBuild().get("addUserAction")!;
  const made = ["0".repeat(42), "", "x", "__proto__", `${id}0`, id.slice(1), id.toUpperCase(), "7f".repeat(500)];
  for (const path of [...privatePages, paths.logIn, paths.signUp, "/nowhere"]) {
    for (const action of made) {
      for (const sent of [undefined, cookie]) {
        const answer = await wire.send({ path, cookie: sent, headers: { "next-action": action }, form: [["0", "[]"]] });
        expect(answer.status, `${path} ${action}`).toBeGreaterThanOrEqual(400);
        expectNoContent(answer, cast, `${path} ${action}`);
      }
    }
  }
  // An action of another page, and one sent to a path without pages.
  for (const path of [paths.logIn, "/nowhere", "/api/auth/session", "/healthz"]) {
    const answer = await wire.send({ path, headers: { "next-action": id }, form: [["0", '[null,"$K1"]']] });
    expect(actionResult(answer).outcome, path).not.toBe("done");
    expect(answer.status, path).toBeLessThan(500);
  }
});

test("A hostile Host header or forwarded header redirects nobody elsewhere", async ({ installation, wire }) => {
  const cast = await addCast(installation.database);
  const evil = "elsewhere.example";
  const { cookie } = await startSession(installation, cast.xavier);
  const lies: Record<string, string>[] = [
    { host: evil },
    { host: `${evil}:443` },
    { host: `localhost@${evil}` },
    { host: "a b" },
    { host: "" },
    { "x-forwarded-host": evil, "x-forwarded-proto": "https", "x-forwarded-port": "443", "x-forwarded-server": evil },
    {
      forwarded: `host=${evil};proto=https`,
      "x-original-url": `//${evil}/`,
      "x-rewrite-url": "/account",
      "x-host": evil,
    },
    { "x-forwarded-for": "203.0.113.9", "x-real-ip": "203.0.113.9", "true-client-ip": "203.0.113.9" },
  ];
  for (const headers of lies) {
    for (const path of [paths.home, paths.account, paths.logIn, paths.users, "/api/auth/session", "/nowhere"]) {
      for (const sent of [undefined, cookie]) {
        const answer = await wire.send({ path, cookie: sent, headers });
        expect(answer.status, JSON.stringify(headers)).toBeLessThan(500);
        expect(JSON.stringify([answer.headers, answer.text]), `${path} ${JSON.stringify(headers)}`).not.toContain(evil);
      }
    }
  }
  const here = { host: evil, origin: `http://${evil}` };
  expect(
    (await wire.act("logInAction", { id: cast.jane.signInId, password: castPassword }, { headers: here })).status,
  ).toBe(403);

  const forwarded = { "x-forwarded-for": "203.0.113.9", "x-forwarded-host": evil };
  const entered = await wire.act(
    "logInAction",
    { id: cast.jane.signInId, password: castPassword },
    { headers: forwarded },
  );
  expect(actionResult(entered)).toEqual({ outcome: "done", location: paths.home });
  const where = { accountId: cast.account.id, permission: "session.start" };
  const lines = await installation.database.db.activity.findMany({ where });
  expect(lines.map(({ byAddress }) => byAddress).join()).not.toContain("203.0.113.9");
});

test("Every kind of answer has the security headers", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.martin);
  const page = await wire.send({ path: paths.account, cookie });
  const asset = /\/_next\/static\/[^"]+\.js/.exec(page.text)![0];
  const answers: [string, number, Answer][] = [
    ["a page", 200, page],
    ["a public page", 200, await wire.send({ path: paths.logIn })],
    ["a redirect", 307, await wire.send({ path: paths.account })],
    ["not allowed", 403, await wire.send({ path: paths.addUser, cookie })],
    ["not found", 404, await wire.send({ path: "/nowhere", cookie })],
    ["another site's", 403, await wire.send({ method: "POST", path: paths.logOut, cookie, headers: { origin: null } })],
    ["a method", 405, await wire.send({ method: "PUT", path: paths.account, cookie })],
    ["a malformed URL", 400, await wire.send({ path: "/%zz", cookie })],
    ["a long URL", 414, await wire.send({ path: `/?q=${"a".repeat(9_000)}`, cookie })],
    [
      "another content type",
      415,
      await wire.send({ path: paths.account, cookie, body: "a=b", headers: { "content-type": "text/xml" } }),
    ],
    ["an action", 200, await wire.act("editUserAction", {}, { cookie })],
    ["a file", 200, await wire.send({ path: asset })],
    ["a missing file", 404, await wire.send({ path: "/_next/static/nothing.js" })],
    ["health", 200, await wire.send({ path: "/healthz" })],
    ["next-auth's session", 200, await wire.send({ path: "/api/auth/session" })],
    ["a method of a route", 404, await wire.send({ method: "POST", path: "/api/auth/session" })],
    ["log out", 303, await wire.send({ method: "POST", path: paths.logOut, cookie })],
  ];
  const nonces = new Set<string>();
  for (const [label, status, { headers, status: came }] of answers) {
    expect(came, label).toBe(status);
    const policy = String(headers["content-security-policy"]);
    expect(policy, label).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(/script-src ([^;]*)/.exec(policy)?.[1], label).not.toContain("unsafe");
    nonces.add(/'nonce-([^']+)'/.exec(policy)![1]!);
    expect(headers, label).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cache-control": label === "a file" ? expect.stringContaining("immutable") : "private, no-store",
    });
    for (const header of ["x-powered-by", "server", "x-nextjs-cache", "sourcemap"])
      expect(headers, label).not.toHaveProperty(header);
  }
  expect(nonces.size, "each answer has a nonce of its own").toBe(answers.length);
  expect((await wire.send({ path: `${asset}.map` })).status).toBe(404);
});

test("Files for programs are the same for everyone, and a browser accepts the manifest", async ({
  page,
  context,
  cast,
  signIn,
  wire,
}) => {
  const { cookie } = await signIn(cast.martin);
  const cached = "public, max-age=3600";
  const files: [path: string, status: number, type: string, cache: string][] = [
    ["/robots.txt", 200, "text/plain; charset=UTF-8", cached],
    ["/site.webmanifest", 200, "application/manifest+json", cached],
    ["/apple-touch-icon.png", 200, "image/png", cached],
    ["/icon-maskable-512.png", 200, "image/png", cached],
    // This installation names no address for support.
    ["/.well-known/security.txt", 404, "text/html; charset=utf-8", "private, no-store"],
  ];
  for (const [path, ...wanted] of files) {
    const texts = new Set<string>();
    for (const sent of [undefined, cookie]) {
      const { status, headers, text, cookies } = await wire.send({ path, cookie: sent });
      expect([path, status, headers["content-type"], headers["cache-control"], cookies]).toEqual([path, ...wanted, []]);
      expect(headers["content-security-policy"], path).toContain("default-src 'none'");
      if (status === 200) texts.add(text);
    }
    if (wanted[0] === 200) expect(texts.size, path).toBe(1);
    const head = await wire.send({ method: "HEAD", path, cookie });
    expect([path, head.status, head.text]).toEqual([path, wanted[0], ""]);
    const posted = await wire.send({ path, cookie, form: [["a", "b"]] });
    expect(posted.status, path).toBeGreaterThanOrEqual(400);
  }
  expect((await wire.send({ path: "/robots.txt" })).text).toMatch(/^User-agent: \*\nDisallow: \/$/m);

  for (const path of [paths.logIn, paths.account]) {
    await page.goto(path);
    await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute("href", "/apple-touch-icon.png");
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", "/icon.svg");
    const manifest = await (await context.newCDPSession(page)).send("Page.getAppManifest");
    expect([new URL(manifest.url).pathname, manifest.errors]).toEqual(["/site.webmanifest", []]);
    expect(JSON.parse(manifest.data ?? "")).toMatchObject({ name: "Steward", display: "standalone" });
  }
});

test("Over HTTPS, the cookie is bound to the host, and browsers are told to stay on HTTPS", async ({
  installation,
}) => {
  const origin = "https://panel.example.com";
  const { databaseUrl, secret } = installation;
  const server = await startServer({ databaseUrl, secret, env: { STEWARD_ORIGIN: origin, HOST: "127.0.0.1" } });
  const { port } = server;
  const answer = await new Promise<{ headers: Record<string, unknown>; status?: number }>((resolve, reject) => {
    const body = new URLSearchParams({ csrfToken: "none" }).toString();
    const headers = {
      origin,
      host: "panel.example.com",
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    };
    const asked = request({ host: "127.0.0.1", port, method: "POST", path: paths.logOut, headers }, (came) => {
      came.resume();
      resolve({ headers: came.headers, status: came.statusCode });
    });
    asked.on("error", reject);
    asked.end(body);
  });
  await server.stop();
  expect(answer.status).toBe(303);
  expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  expect(String(answer.headers["set-cookie"])).toMatch(/^__Host-steward-session=;.*Secure; HttpOnly; SameSite=lax/i);
});

test("A body of 10 MB is refused everywhere, and so is one without a length", async ({ installation, cast, wire }) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const before = await everything(installation, cast);
  const large = "x".repeat(10 * 1024 * 1024);
  const sendings = [
    () => wire.act("addUserAction", { login: large }, { cookie }),
    () => wire.act("logInAction", { id: "x", password: large }),
    () => wire.send({ path: paths.signUp, form: [["firstName", large]] }),
    () =>
      wire.send({
        path: "/api/auth/session",
        body: large,
        headers: { "content-type": "application/json" },
      }),
    () => wire.send({ path: paths.logOut, cookie, body: large, headers: { "content-type": "text/plain" } }),
    () =>
      wire.send({
        method: "GET",
        path: paths.account,
        cookie,
        body: large,
        headers: { "content-length": String(large.length) },
      }),
    () => wire.act("addUserAction", { login: "x".repeat(300 * 1024) }, { cookie }),
  ];
  for (const sending of sendings) expect((await sending()).status).toBe(413);
  const chunked = await wire.send({
    method: "POST",
    path: paths.logOut,
    cookie,
    headers: { "content-length": null, "transfer-encoding": "chunked" },
    body: "x",
  });
  expect(chunked.status).toBe(411);
  expect(await everything(installation, cast)).toEqual(before);
});

/** All stored rows of the cast's two accounts. */
const everything = ({ database }: Place, cast: Cast) => rowsOf(database, cast.account.id, cast.other.id);

function expectNoContent({ status, text }: Answer, cast: Cast, label: string) {
  expect(status, label).toBeLessThan(500);
  expect(text, label).not.toMatch(panelMarkup);
  const { account, xavier, jane, pia } = cast;
  for (const secret of [account.digitalId, account.handle, xavier.email, jane.email, jane.id, pia.email, "Xavier"]) {
    expect(text, `${label} tells ${secret}`).not.toContain(secret);
  }
}
