import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkEnv, isLoopback, misspelt, readEnv, SettingError, settings } from "@/lib/runtime/env.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "steward-env-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const strong = "0f9a7c5b3e1d8642af9c7e5b3d1f8604";
const why = (variables: Record<string, string>) => {
  try {
    checkEnv(readEnv({ STEWARD_SECRET: strong, ...variables }, root));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("the secret", () => {
  test("the first start on localhost with SQLite creates it for its owner only, and the second start keeps it", () => {
    const first = readEnv({}, root);
    const file = join(root, "data/secret");
    expect(first.secretFile).toBe(file);
    expect([join(root, "data"), file].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o600]);
    expect(readFileSync(file, "utf8").trim()).toBe(first.secret);
    const second = readEnv({}, root);
    expect([second.secret, second.secretFile]).toEqual([first.secret, ""]);
    // A copy from a backup may have these rights.
    chmodSync(file, 0o644);
    expect([readEnv({}, root).secret, statSync(file).mode & 0o777]).toEqual([first.secret, 0o600]);
  });

  test("checking the settings creates neither a secret nor its folder", () => {
    const settingsOf = (variables: Record<string, string>) => readEnv(variables, root);
    checkEnv(settingsOf({}), {});
    expect([settingsOf({}).hasSecret, existsSync(join(root, "data"))]).toEqual([false, false]);
    void settingsOf({}).secret;
    expect(settingsOf({}).hasSecret).toBe(true);
    writeFileSync(join(root, "data/secret"), "short");
    expect(() => checkEnv(settingsOf({}), {})).toThrow(/is too short/);
  });

  test("a process that works on an existing installation creates none", async () => {
    vi.resetModules();
    const { makeNoSecret, readEnv: read } = await import("@/lib/runtime/env.mjs");
    makeNoSecret();
    expect(() => read({}, root).secret).toThrow(
      /^STEWARD_SECRET is missing, and the file .*secret does not exist\. Set STEWARD_SECRET to the server's secret\.$/,
    );
    expect(existsSync(join(root, "data"))).toBe(false);
  });

  test.each([
    ["another origin", { STEWARD_ORIGIN: "https://panel.example.com" }],
    ["another host to listen on", { HOST: "0.0.0.0" }],
    ["another engine", { DATABASE_URL: "postgresql://localhost/steward" }],
  ])("%s needs one of its own", (_what, variables) => {
    expect(why({ ...variables, STEWARD_SECRET: "" })).toMatch(/^STEWARD_SECRET is missing\. Make a secret with/);
    expect(existsSync(join(root, "data"))).toBe(false);
  });

  test.each(["short", "changeme-changeme-changeme-changeme", "a".repeat(64), "my-example-value-0123456789-abcdefgh"])(
    "%s is refused",
    (value) => expect(why({ STEWARD_SECRET: value })).toMatch(/too short|looks like an example/),
  );
});

test("the error names every malformed value and what it should be", () => {
  const messages = why({ PORT: "0x1", STEWARD_BRAND: "<b>", STEWARD_SIGN_UP: "maybe", STEWARD_IDLE_MINUTES: "0" });
  expect(messages.split("\n")).toEqual([
    "PORT is malformed: it should be a whole number from 1 to 65535.",
    "STEWARD_BRAND is malformed: it should be 1 to 40 characters on one line, with at least one letter or digit, and without < and >.",
    "STEWARD_SIGN_UP is malformed: it should be “on” or “off”.",
    "STEWARD_IDLE_MINUTES is malformed: it should be a whole number from 1 to 1440.",
  ]);
});

test("a misspelt name is refused with the nearest setting, and variables of others are accepted", () => {
  const all = {
    STEWARD_SECRET: strong,
    STEWARD_ORIGINS: "https://x.example",
    STEWARD_MIAL: "smtp://x",
    STEWARD_DATABASE_URL: "file:x",
    steward_brand: "x",
    STEWARD_PORT: "80",
  };
  const check = () => checkEnv(readEnv({ STEWARD_SECRET: strong }, root), all);
  const wanted = {
    STEWARD_ORIGINS: "STEWARD_ORIGIN",
    STEWARD_MIAL: "STEWARD_MAIL",
    STEWARD_DATABASE_URL: "DATABASE_URL",
    steward_brand: "STEWARD_BRAND",
    STEWARD_PORT: "PORT",
  };
  const sentences = Object.entries(wanted).map(
    ([name, near]) => `${name} is not a setting of Steward. Did you mean ${near}?`,
  );
  expect(check).toThrow(new SettingError(sentences.join("\n")));
  for (const name of ["STEWARD_FOOBAR", "STEWARD_TEST", "STEWARD_X", "STEWARD_", "STEWARD_POOL"]) {
    expect(misspelt({ [name]: "x" })).toEqual([
      `${name} is not a setting of Steward. docs/operations.md lists all settings.`,
    ]);
  }
  const kubernetes = {
    STEWARD_PORT: "tcp://10.0.0.1:3000",
    STEWARD_SERVICE_HOST: "10.0.0.1",
    STEWARD_SERVICE_PORT: "3000",
    STEWARD_PORT_3000_TCP_ADDR: "10.0.0.1",
  };
  const known = Object.fromEntries(settings.map(({ name }) => [name, "x"]));
  expect(misspelt({ ...known, ...kubernetes, STEWARD_EMPTY: " ", STEWARD_LONG: "1", UNSTEWARD_X: "x" })).toEqual([]);
});

test.each([
  [{}, "npm start", false],
  [{ DATABASE_URL: "file:./data/demo.db", PORT: "3900" }, "DATABASE_URL=file:./data/demo.db PORT=3900 npm start", true],
  [{ DATABASE_URL: "file:my data/it's.db" }, "DATABASE_URL='file:my data/it'\\''s.db' npm start", false],
  [
    { DATABASE_URL: "postgresql://ada:secret@h:5/d?sslpassword=secret&a=b", STEWARD_ORIGIN: "https://x.example" },
    "DATABASE_URL='postgresql://ada:…@h:5/d?sslpassword=…&a=b' STEWARD_ORIGIN=https://x.example npm start",
    true,
  ],
  [
    {
      DATABASE_URL:
        "postgresql://u@h/d?pass%77ord=secret&sslmode=require&options=-c%20x%3Dsecret&PASSFILE=secret&secret@h/d",
    },
    "DATABASE_URL='postgresql://u@h/d?pass%77ord=…&sslmode=require&options=…&PASSFILE=…&…' npm start",
    false,
  ],
])("%o is started by %s", (variables, command, names) => {
  const { startCommand, namesOrigin, databaseName } = readEnv(variables, root);
  expect([startCommand, namesOrigin]).toEqual([command, names]);
  expect(databaseName).not.toMatch(/secret|^file:/);
});

test.each([
  "postgresql://u:sek@ret/x@nohost.invalid/db",
  "postgresql://u:sek@ret@h/db",
  "postgres://u@x:sek@h/db?sslmode=require",
  "postgresql://u:1/sek@h/db",
  "postgresql://u:1#sek@h/db",
])("a database URL whose password has a separator is refused with advice and not shown: %s", (url) => {
  expect(why({ DATABASE_URL: url })).toMatch(
    /^DATABASE_URL is malformed: it should be .*, with %40 for an @, %2F for a \/ and %23 for a # in the user, the password or the database\.$/,
  );
  expect(why({ DATABASE_URL: url })).not.toContain("sek");
  expect(
    why({
      DATABASE_URL: `${url
        .replace(/@(?=.*@)/g, "%40")
        .replace(/\/(?=[xs])/, "%2F")
        .replace("#", "%23")}?user=a@b`,
    }),
  ).toBe("");
});

test.each([
  ["STEWARD_ORIGIN", "http://panel.example.com"],
  ["STEWARD_ORIGIN", "https://panel.example.com/login"],
  ["STEWARD_ORIGIN", "https://user@panel.example.com"],
  ["STEWARD_ORIGIN", "panel.example.com"],
  ["DATABASE_URL", "mysql://localhost/steward"],
  ["DATABASE_URL", "postgresql://localhost"],
  ["DATABASE_URL", "file::memory:"],
  ["DATABASE_URL", "file:"],
  ["HOST", "a b"],
  ["STEWARD_HANDLE_SUFFIX", "St-W"],
  ["STEWARD_SUPPORT", "support"],
  ["STEWARD_SUPPORT", "evil＠attacker.test@example.com"],
  ["STEWARD_SUPPORT", "support@xn--a.example"],
  ["STEWARD_MAIL_FROM", "δοκιμή@example.com"],
  ["STEWARD_TRUSTED_PROXIES", "10.0.0.0/33"],
  ["STEWARD_TRUSTED_PROXIES", "proxy"],
  ["STEWARD_MAIL", "mail.example.com"],
  ["STEWARD_MAIL", "http://mail.example.com"],
  ["STEWARD_MAIL", "smtp://"],
  ["STEWARD_MAIL", "smtp://mail example.com"],
  ["STEWARD_MAIL", "smtp://mail.example.com:99999"],
  ["STEWARD_MAIL", "smtp://mail.example.com/path"],
  ["STEWARD_MAIL", "smtp://mail.example.com?tls=off"],
  ["STEWARD_MAIL", "smtp://user@mail.example.com"],
  ["STEWARD_MAIL", "smtp://user:%E0%A4%A@mail.example.com"],
  ["STEWARD_MAIL_FROM", "Steward <panel@example.com>"],
  ["STEWARD_MAIL_FROM", "a@example.com\r\nBcc: b@example.com"],
  ["STEWARD_MAIL_TLS", "maybe"],
])("%s refuses %s", (name, value) => {
  expect(why({ [name]: value })).toMatch(new RegExp(`^${name} is malformed: it should be `));
});

test("a mail server is used over TLS unless it is this computer or TLS is off", () => {
  const mailOf = (url: string, tls = "") => readEnv({ STEWARD_MAIL: url, STEWARD_MAIL_TLS: tls }, root).mail;
  const user = { user: "panel@example.com", password: "p:w/d" };
  expect(mailOf("")).toBeNull();
  expect(mailOf("smtp://panel%40example.com:p%3Aw%2Fd@mail.example.com")).toEqual({
    host: "mail.example.com",
    port: 587,
    secure: false,
    tls: true,
    ...user,
  });
  expect(mailOf("smtps://mail.example.com/")).toMatchObject({
    port: 465,
    secure: true,
    tls: true,
    user: "",
    password: "",
  });
  expect(mailOf("smtp://mail.example.com:25", "off")).toMatchObject({ port: 25, tls: false });
  expect(mailOf("smtp://localhost:25")).toMatchObject({ tls: false });
  expect(mailOf("smtp://[::1]:25", "required")).toMatchObject({ host: "::1", tls: true });
  expect(why({ STEWARD_MAIL: "smtps://mail.example.com", STEWARD_MAIL_TLS: "off" })).toMatch(
    /^STEWARD_MAIL_TLS is malformed: /,
  );
  expect(why({ STEWARD_MAIL: "smtp://user:hunter2@a b" })).not.toContain("hunter2");
  expect(readEnv({ STEWARD_SUPPORT: "help@example.com" }, root).mailFrom).toBe("help@example.com");
  expect(readEnv({ STEWARD_MAIL_FROM: "panel@example.com" }, root).mailFrom).toBe("panel@example.com");
});

test.each([
  ["blanks alone", "   "],
  ["blanks of another width alone", "\u00a0\u3000"],
  ["letters that show nothing", "\u3164\u115f"],
  ["a braille blank", "\u2800"],
  ["signs alone", ": : :"],
  ["a line break", "Acme\nPanel"],
  ["a line separator", "Acme\u2028Panel"],
  ["a control character", "Acme\u0007"],
  ["an escape sequence of a terminal", "\u001b[31mAcme"],
  ["a mark that turns the direction of writing", "Acme\u202e"],
  ["a zero-width blank", "Ac\u200bme"],
  ["half of a surrogate pair", "Acme\ud83d"],
  ["a tag", "<b>Acme"],
  ["41 characters", "a".repeat(41)],
])("a brand of %s is refused", (_what, value) => {
  expect(why({ STEWARD_BRAND: value })).toMatch(
    /^STEWARD_BRAND is malformed: it should be 1 to 40 characters on one line, /,
  );
});

test.each([
  "Acme: Panel & Co",
  "Ünïcode 株式会社 ❤️",
  "50%saved",
  "7",
  "😀".repeat(39) + "a",
  'A "quoted" name, with (signs)',
])("a brand may be %s", (value) => {
  expect(readEnv({ STEWARD_BRAND: ` ${value} ` }, root).brand).toBe(value);
  expect(readEnv({ STEWARD_BRAND: "" }, root).brand).toBe("Steward");
});

test("an email address is shown with its domain in Unicode, and mail uses its domain in ASCII", () => {
  for (const support of ["Help@müller-büro.example", "\u200bHelp@xn--mller-bro-q9ag.example"]) {
    const env = readEnv({ STEWARD_SUPPORT: support }, root);
    expect([env.supportEmail, env.supportMailbox, env.mailFrom]).toEqual([
      "Help@müller-büro.example",
      "Help@xn--mller-bro-q9ag.example",
      "Help@xn--mller-bro-q9ag.example",
    ]);
  }
  expect(why({ STEWARD_SUPPORT: "root@localhost" })).toBe("");
});

test("every setting with a domain accepts it in Unicode", () => {
  const env = readEnv(
    { STEWARD_ORIGIN: "https://Panel.MÜLLER.example:8443/", STEWARD_MAIL: "smtp://mail.müller.example:25" },
    root,
  );
  expect([env.origin, env.mail?.host]).toEqual([
    "https://panel.xn--mller-kva.example:8443",
    "mail.xn--mller-kva.example",
  ]);
});

test("an absent setting has its default", () => {
  const env = readEnv({ PORT: "4000" }, root);
  expect(env).toMatchObject({
    databaseUrl: `file:${join(root, "data/steward.db")}`,
    engine: "sqlite",
    origin: "http://localhost:4000",
    host: "localhost",
    secure: false,
    brand: "Steward",
    signUp: true,
    sessionHours: 12,
    idleMinutes: 30,
    trustedProxies: [],
    signInsPerNetwork: 100,
    signUpsPerNetwork: 30,
  });
});

test("an installation behind a proxy listens on all IP addresses", () => {
  const env = readEnv(
    { STEWARD_ORIGIN: "https://panel.example.com/", STEWARD_TRUSTED_PROXIES: "10.0.0.0/8, ::1" },
    root,
  );
  expect([env.origin, env.secure, env.host, env.trustedProxies]).toEqual([
    "https://panel.example.com",
    true,
    "0.0.0.0",
    ["10.0.0.0/8", "::1"],
  ]);
});

test("all names of this computer are loopback", () => {
  expect(["localhost", "127.0.0.1", "[::1]", "::1"].map(isLoopback)).toEqual([true, true, true, true]);
  expect(["localhost.example.com", "0.0.0.0", "10.0.0.1"].map(isLoopback)).toEqual([false, false, false]);
});

test("the table lists every setting once and says what it does", () => {
  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
  expect(settings.every(({ about }) => about.endsWith("."))).toBe(true);
});

test("a proxy without an origin is worth a warning, because logins through it are refused", () => {
  const proxy = { STEWARD_TRUSTED_PROXIES: "10.0.0.0/8" };
  expect(readEnv(proxy).warning).toMatch(/^STEWARD_TRUSTED_PROXIES is set, but STEWARD_ORIGIN is not: /);
  expect(readEnv({ ...proxy, STEWARD_ORIGIN: "https://panel.example.com" }).warning).toBe("");
  expect(readEnv({}).warning).toBe("");
});
