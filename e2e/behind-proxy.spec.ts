// Steward in its intended place: behind a TLS proxy, on another port than its own. It connects only to its database and its mail server,
// for every request.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { logIn } from "@/e2e/person";
import { rounds } from "@/e2e/rounds";
import { freshPassword, kinds, samples, type Kind, type Stage } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { policy, type Permission } from "@/lib/policy";
import { installedBrowser } from "@/lib/testing/browser.mjs";
import { addCast, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startMailServer, type MailServer } from "@/lib/testing/mail-server";
import { startServer, type Place, type RunningServer } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { startTlsProxy } from "@/lib/testing/tls-proxy";
import { actionsOfBuild, actionResult, wireTo, type Wire } from "@/lib/testing/wire";

type Proxy = Awaited<ReturnType<typeof startTlsProxy>>;

const long = rounds(0, 1) === 1;

let [proxy, mail, server, place, wire] = [] as unknown as [Proxy, MailServer, RunningServer, Place, Wire];

test.beforeAll(async ({ installation }) => {
  [proxy, mail] = await Promise.all([startTlsProxy("panel.steward.test"), startMailServer()]);
  const { databaseUrl, secret, database } = installation;
  const env = {
    STEWARD_ORIGIN: proxy.origin,
    STEWARD_TRUSTED_PROXIES: "127.0.0.1",
    // A mail server turns off sign-up without confirmation. The short form does without one.
    ...(long && { STEWARD_MAIL: mail.url }),
    STEWARD_SIGN_INS_PER_NETWORK: "100000",
    STEWARD_SIGN_UPS_PER_NETWORK: "100000",
    NODE_OPTIONS: `--import ${new URL("../lib/testing/log-connections.mjs", import.meta.url).href}`,
  };
  server = await startServer({ databaseUrl, secret, port: proxy.behind, env });
  place = { ...installation, database, origin: proxy.origin };
  wire = wireTo(proxy.origin, proxy.cert);
});

test.afterAll(async () => {
  wire.close();
  await Promise.all([server.stop(), proxy.close(), mail.close()]);
});

test.afterEach(() => {
  const { hostname, port } = new URL(place.databaseUrl);
  const opened = [...server.log().matchAll(/"event":"connection opened","message":"([^"]+)"/g)].map(
    ([, where]) => where,
  );
  // Checks that the log of connections works at all.
  expect(opened).toContain(`${hostname}:${port}`);
  expect(opened.filter((where) => ![`${hostname}:${port}`, `127.0.0.1:${mail.port}`].includes(where!))).toEqual([]);
  expect(server.log()).not.toContain('"level":"error"');
});

/** The actions with a `finish` of their own, except the two whose `finish` does not redirect. The long form takes all actions. */
const actions = [...actionsOfBuild()].filter(
  ([name, { file }]) =>
    long || new RegExp(`${name} = [^;]*\\bfinish: (?!renew\\b|setLanguageCookie\\b)`).test(sourceOf(file)),
);

test("An action that redirects answers 303, and Steward fetches nothing for it, with and without JavaScript", async () => {
  test.setTimeout(rounds(60_000, 180_000));
  const leading: string[] = [];
  const cast = await addCast(place.database);
  const everybody = async () => (long ? addCast(place.database) : cast);
  for (const [name] of actions) {
    const answer = await sends(name, wire.act, everybody);
    expect([name, actionResult(answer).outcome]).toEqual([
      name,
      long && name === "signUpAction" ? "forbidden" : "done",
    ]);
    if (answer.headers["x-action-redirect"] === undefined) continue;
    leading.push(name);
    expect([name, answer.status, answer.text]).toEqual([name, 303, '0:{"t":null}\n']);
    const form = await sends(name, wire.submit, everybody);
    expect([name, form.status, form.text]).toEqual([name, 303, ""]);
    expect(String(form.headers.location).split("?")[0], name).toBe(actionResult(answer).location?.split("?")[0]);
  }
  // With a mail server, sign-up needs a confirmation first.
  expect(leading.length).toBeGreaterThanOrEqual(rounds(10, 9));
});

test("An action sent to a page that does not have it is refused and fetched from nowhere", async () => {
  const { cookie } = await startSession(place, (await addCast(place.database)).xavier);
  for (const [action, path, status] of [
    ["addUserAction", paths.logIn, 409],
    ["logInAction", paths.security, 409],
    ["logInAction", "/nowhere", 404],
  ] as const) {
    const { id } = actionsOfBuild().get(action)!;
    const answer = await wire.send({ path, cookie, headers: { "next-action": id }, form: [["0", '["$K1"]']] });
    expect([path, answer.status, answer.headers["x-nextjs-action-not-found"]]).toEqual([
      path,
      status,
      status === 409 ? "1" : undefined,
    ]);
  }
});

test("A user logs in through the proxy and sets a required password, and no page is reloaded", async () => {
  const { pia } = await addCast(place.database);
  const rules = `--host-resolver-rules=MAP ${new URL(proxy.origin).hostname} 127.0.0.1`;
  const browser = await chromium.launch({ executablePath: installedBrowser(), args: [rules] });
  const page = await browser.newPage({ ignoreHTTPSErrors: true, baseURL: proxy.origin });
  const loaded: string[] = [];
  page.on(
    "response",
    (answer) => answer.request().isNavigationRequest() && loaded.push(new URL(answer.url()).pathname),
  );
  await logIn(page, pia.signInId, castPassword);
  await expect(page).toHaveURL(`${proxy.origin}${paths.newPassword}`);
  const { password } = freshPassword();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page).toHaveURL(`${proxy.origin}${paths.home}`);
  await expect(page.getByRole("banner")).toContainText(pia.name);
  expect(loaded).toEqual([paths.logIn]);
  await browser.close();
});

/** Sends the action as a user whom the policy allows, with what it needs to succeed. */
async function sends(action: string, way: Wire["act"] | Wire["submit"], everybody: () => Promise<Cast>) {
  const [permission, sample] = Object.entries(samples).find(([, each]) => each.action === action) as [
    Permission,
    (typeof samples)[Permission],
  ];
  const owing = (Object.keys(kinds) as Kind[]).find((kind) => sample.otherwise?.(kind) === null);
  const kind = owing ?? (policy[permission].level === "anyone" ? "signed out" : "holder");
  // Visitors are not in each other's way, so they share a cast.
  const stage: Stage = { place, cast: await (kind === "signed out" ? everybody() : addCast(place.database)), wire };
  const { who, factorDue }: { who: string | null; factorDue?: boolean } = kinds[kind];
  const session = who ? await startSession(place, stage.cast[who as "xavier"] as CastPerson, { factorDue }) : null;
  const fields = (await sample.fields?.(stage, kind, session)) ?? {};
  return way(action, fields, { cookie: session?.cookie });
}

function sourceOf(file: string) {
  return readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");
}
