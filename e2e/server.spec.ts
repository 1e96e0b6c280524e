import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@/e2e/fixtures";
import { freePort, startServer, type Place } from "@/lib/testing/servers";

const root = fileURLToPath(new URL("..", import.meta.url));

let place: Place;
test.beforeAll(({ installation }) => {
  place = installation;
});

type Field = [name: string, value: string];

/** The login form as a browser without JavaScript has it: its hidden fields, and two that a user types. */
async function logInForm(): Promise<Field[]> {
  const page = await (await fetch(`${place.origin}/login`)).text();
  const form =
    page
      .split("<form")
      .find((part) => part.includes('name="password"'))
      ?.split("</form>", 1)[0] ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(
    ([, name = "", value = ""]): Field => [name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&")],
  );
  expect(hidden.some(([name]) => name.startsWith("$ACTION"))).toBe(true);
  return [...hidden, ["id", "nobody@steward.example"], ["password", "no such password"]];
}

function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const { origin } = place;
  return fetch(`${origin}${path}`, { method: "POST", headers: { origin, ...headers }, body, redirect: "manual" });
}

function form(fields: Field[]) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

const unknown = "ab".repeat(21);

test("an unchanged form is understood", async () => {
  expect((await post("/login", form(await logInForm()))).status).toBe(200);
});

const damages: [what: string, damage: (fields: Field[]) => Field[], status: number][] = [
  ["without its hidden fields", (fields) => fields.filter(([name]) => !name.startsWith("$")), 400],
  ["without the action's arguments", (fields) => fields.filter(([name]) => !/^\$ACTION_\d+:1$/.test(name)), 400],
  ["with an unreadable action", (fields) => fields.map(([n, v]) => [n, n.endsWith(":0") ? "{" : v]), 400],
  [
    "with a reference that leads nowhere",
    (fields) => fields.map(([n, v]) => [n, n.endsWith(":1") ? '["$F9"]' : v]),
    400,
  ],
  ["of an older build", (fields) => fields.map(([n, v]) => [n, v.replace(/"id":"[^"]+"/, `"id":"${unknown}"`)]), 409],
  ["twice in one", (fields) => [...fields, ...fields], 400],
];

for (const [what, damage, status] of damages) {
  test(`a form ${what} is refused with a page`, async () => {
    const answer = await post("/login", form(damage(await logInForm())));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain("Open the page again, then try again.");
  });
}

test("a wrongly called action is refused, without a server failure", async () => {
  const manifest = JSON.parse(readFileSync(`${root}/.next/server/server-reference-manifest.json`, "utf8"));
  const [known = ""] = Object.keys(manifest.node);
  const calls = [
    "[]",
    "[1,2]",
    '["$F1"]',
    '["$K1"]',
    '["$1:a:b"]',
    '["$nx"]',
    '["$T"]',
    `${"[".repeat(5000)}${"]".repeat(5000)}`,
  ];
  for (const id of [known, unknown, "__proto__"]) {
    for (const body of calls) {
      const answer = await post("/login", body, { "next-action": id, "content-type": "text/plain;charset=UTF-8" });
      expect(answer.status, `${id} ${body.slice(0, 20)}`).toBeLessThan(500);
      if (id !== known) expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  }
});

test("an out-of-step request of a page's script is refused, without a server failure", async () => {
  const answer = await fetch(`${place.origin}/login`, { headers: { rsc: "1", "next-router-state-tree": "%zz" } });
  expect(answer.status).toBe(400);
});

test("every script of a page has the nonce, and no header names the software", async () => {
  for (const path of ["/login", "/no-such-page"]) {
    const answer = await fetch(`${place.origin}${path}`);
    const page = await answer.text();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "none";
    const scripts = page.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(page).not.toMatch(/ style="/);
    expect([answer.headers.get("x-powered-by"), answer.headers.get("server")]).toEqual([null, null]);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  }
});

test("a requested stop finishes running requests", async () => {
  const { databaseUrl } = place;
  const server = await startServer({ databaseUrl });
  const answers = Array.from({ length: 4 }, () =>
    fetch(`${server.origin}/login`, { headers: { connection: "close" } }),
  );
  await Promise.race(answers);
  expect(await server.stop()).toBe(0);
  expect((await Promise.allSettled(answers)).filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  await expect(fetch(server.origin)).rejects.toThrow();
});

test("background work begins before the first request for a page", async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ["lib/server/serve.mjs"], {
    cwd: root,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: place.databaseUrl,
      PORT: String(port),
      STEWARD_SECRET: place.secret,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = new Promise((resolve) =>
    child.stdout.on("data", (output) => String(output).includes(" is ready at ") && resolve(true)),
  );
  const ended = once(child, "close");
  expect(await Promise.race([ready, ended])).toBe(true);
  const stored = await place.database.db.installation.findMany();
  child.kill();
  expect([stored, await ended]).toEqual([[{ id: 1, origin: `http://localhost:${port}`, mail: false }], [0, null]]);
});

test("a start that cannot succeed says why", async () => {
  const { databaseUrl, origin } = place;
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, ["lib/server/serve.mjs"], {
      cwd: root,
      encoding: "utf8",
      env: { NODE_ENV: "production", PATH: process.env.PATH, DATABASE_URL: databaseUrl, ...env },
    });
  const taken = start({ PORT: new URL(origin).port, STEWARD_SECRET: "0f9a7c5b3e1d8642af9c7e5b3d1f8604" });
  expect([taken.status, taken.stderr]).toEqual([1, expect.stringContaining("Another program uses port")]);
  const open = start({ STEWARD_ORIGIN: "https://panel.example.com" });
  expect([open.status, open.stderr]).toEqual([
    1,
    expect.stringContaining("STEWARD_SECRET is missing. Make a secret with"),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "steward-e2e-"));
  writeFileSync(join(folder, "notes.md"), "# Notes\n".repeat(100));
  const none = start({ DATABASE_URL: `file:${folder}/notes.md`, PORT: String(await freePort()) });
  const files = readdirSync(folder);
  rmSync(folder, { recursive: true });
  const sentence = `The database cannot be used: file is not a database. DATABASE_URL names ${folder}/notes.md.\n`;
  expect([none.status, none.stderr, files]).toEqual([1, sentence, ["notes.md"]]);
});
