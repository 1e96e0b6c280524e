import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isIP } from "node:net";
import { asciiDomain, readEmail } from "../isomorphic/email.mjs";
import { ofTests } from "./environment.mjs";

/** A setting that cannot be used. The message names the setting and says what it should be. */
export class SettingError extends Error {
  /** @override */
  name = "SettingError";
}

/**
 * Every setting of an installation: the environment variable, its default when it is absent or empty, and what it does.
 * The table in docs/operations.md is generated from this list.
 */
export const settings = /** @type {const} */ ([
  {
    name: "DATABASE_URL",
    fallback: "file:./data/steward.db",
    about: "The database: postgresql://…, or file:… for SQLite (relative to the project; created if missing).",
  },
  {
    name: "STEWARD_ORIGIN",
    fallback: "http://localhost:<PORT>",
    about:
      "The address that people open, such as https://panel.example.com. Every address except localhost needs https.",
  },
  { name: "PORT", fallback: "3000", about: "The port on which the server listens." },
  {
    name: "HOST",
    fallback: "localhost; 0.0.0.0 if STEWARD_ORIGIN names another host",
    about: "The address on which the server listens.",
  },
  {
    name: "STEWARD_SECRET",
    fallback: "on localhost with SQLite: created at the first start, in the file secret beside the database",
    about:
      "Signs and encrypts cookies, links and stored secrets. At least 32 random characters, as from openssl rand -hex 32. Keep a copy, and do not change it: authenticator apps need it.",
  },
  { name: "STEWARD_BRAND", fallback: "Steward", about: "The name of the panel that people see." },
  { name: "STEWARD_HANDLE_SUFFIX", fallback: "stw", about: "The suffix of every new handle, as in ah48213-stw." },
  {
    name: "STEWARD_SUPPORT",
    fallback: "support@steward.example",
    about:
      "The email address for support, which pages and emails show. If you set it, /.well-known/security.txt names it too.",
  },
  { name: "STEWARD_SIGN_UP", fallback: "on", about: "Whether visitors may create an account: on or off." },
  { name: "STEWARD_SESSION_HOURS", fallback: "12", about: "A session ends after this many hours, even in use." },
  { name: "STEWARD_IDLE_MINUTES", fallback: "30", about: "A session ends after this many minutes without a request." },
  {
    name: "STEWARD_TRUSTED_PROXIES",
    fallback: "",
    about:
      "Addresses or networks of your proxies, separated by commas: 192.0.2.1, 10.0.0.0/8. Only these proxies may name a client's address.",
  },
  {
    name: "STEWARD_SIGN_INS_PER_NETWORK",
    fallback: "100",
    about: "How many failed logins one network may make in 15 minutes.",
  },
  {
    name: "STEWARD_RESETS_PER_NETWORK",
    fallback: "30",
    about: "How many links for a new password one network may request in an hour.",
  },
  {
    name: "STEWARD_SIGN_UPS_PER_NETWORK",
    fallback: "30",
    about: "How many accounts one network may create in an hour.",
  },
  { name: "STEWARD_CHANGES_PER_PERSON", fallback: "600", about: "How many changes one person may make in an hour." },
  {
    name: "STEWARD_GEOIP",
    fallback: "",
    about:
      "A GeoIP file in MaxMind's format (.mmdb), with cities or countries. Lists of sessions and logins then show the place of an address. Restart Steward after replacing the file.",
  },
  {
    name: "STEWARD_MAIL",
    fallback: "",
    about:
      "The mail server: smtp://user:password@mail.example.com:587, or smtps://… (port 465). Write %40 for an @ in the user or the password. Without a mail server, emails wait.",
  },
  {
    name: "STEWARD_MAIL_FROM",
    fallback: "the address in STEWARD_SUPPORT",
    about: "The email address that emails come from. The sender's name is the brand.",
  },
  {
    name: "STEWARD_MAIL_TLS",
    fallback: "required, unless the mail server is this computer",
    about: "Whether emails to an smtp:// server go over TLS: required or off. With smtps:// they always do.",
  },
]);

/** @typedef {(typeof settings)[number]["name"]} Setting */

/**
 * Reads the settings from these variables, each when it is first used: a build needs no secret. A malformed value throws a
 * `SettingError`.
 *
 * @param {Record<string, string | undefined>} variables
 * @param {string} [root] the folder for relative paths; by default the working directory at the time of use
 */
export function readEnv(variables, root = "") {
  /** @type {(name: Setting) => string} */
  const given = (name) => variables[name]?.trim() ?? "";
  /** @type {(name: Setting) => string} */
  const text = (name) => given(name) || (settings.find((setting) => setting.name === name)?.fallback ?? "");
  /** @type {(name: Setting, least: number, most: number) => number} */
  const whole = (name, least, most) => {
    const value = text(name);
    if (!/^\d{1,9}$/.test(value) || Number(value) < least || Number(value) > most) {
      throw malformed(name, `a whole number from ${least} to ${most}`);
    }
    return Number(value);
  };

  const url = once(() => databaseUrl(text("DATABASE_URL"), root));
  const port = once(() => whole("PORT", 1, 65535));
  const ownOrigin = once(() => origin(given("STEWARD_ORIGIN") || `http://localhost:${port()}`));
  const listen = once(() =>
    host(given("HOST") || (isLoopback(new URL(ownOrigin()).hostname) ? "localhost" : "0.0.0.0")),
  );
  /** The secret that is set or stored, or the file to create one in. */
  const storedSecret = once(() => {
    if (given("STEWARD_SECRET")) return { value: strong(given("STEWARD_SECRET"), "STEWARD_SECRET"), file: "" };
    if (!url().startsWith("file:") || !isLoopback(new URL(ownOrigin()).hostname) || !isLoopback(listen())) {
      throw new SettingError(`STEWARD_SECRET is missing. ${howToMakeOne}`);
    }
    const file = join(dirname(url().slice("file:".length)), "secret");
    if (!existsSync(file) && !makesSecrets) {
      throw new SettingError(
        `STEWARD_SECRET is missing, and the file ${file} does not exist. Set STEWARD_SECRET to the server's secret.`,
      );
    }
    if (!existsSync(file)) return { value: "", file };
    onlyForOwner(file);
    return { value: strong(readFileSync(file, "utf8").trim(), file), file: "" };
  });
  const secret = once(() => {
    const { value, file } = storedSecret();
    if (value) return { value, made: "" };
    const made = makeSecret(file);
    return { value: strong(readFileSync(file, "utf8").trim(), file), made };
  });

  return lazily({
    /** `file:` with an absolute path, or `postgresql://…` as given. */
    databaseUrl: url,
    /** The database's name as Steward may show it: a path, or a URL without its password. */
    databaseName: () => withoutPassword(url()).replace(/^file:/, ""),
    engine: () => (/** @type {"sqlite" | "postgresql"} */ (url().startsWith("file:") ? "sqlite" : "postgresql")),
    port,
    host: listen,
    /** Scheme, host and port, without a slash at the end. */
    origin: ownOrigin,
    /** Whether these variables name the origin. If not, a server with the same database may use another port. */
    namesOrigin: () => given("STEWARD_ORIGIN") !== "" || given("PORT") !== "",
    /** A shell command that starts a server with the same database and origin. Dots replace a password. */
    startCommand: () => {
      const same = /** @type {const} */ (["DATABASE_URL", "PORT", "STEWARD_ORIGIN"]).filter(
        (name) => given(name) !== "",
      );
      return [...same.map((name) => `${name}=${forShell(withoutPassword(given(name)))}`), "npm start"].join(" ");
    },
    /** What keeps everyone out although no setting is malformed, or "". */
    warning: () =>
      given("STEWARD_TRUSTED_PROXIES") && !given("STEWARD_ORIGIN")
        ? "STEWARD_TRUSTED_PROXIES is set, but STEWARD_ORIGIN is not: logins through the proxy are refused."
        : "",
    secure: () => ownOrigin().startsWith("https:"),
    /** Whether a secret exists. Asking creates none, and throws if this process may not create one. */
    hasSecret: () => storedSecret().value !== "",
    /** The secret. It is created if there is none. */
    secret: () => secret().value,
    /** The file in which this process created the secret, or "" if it existed. */
    secretFile: () => secret().made,
    brand: () => {
      // A name of blanks only is wrong; it does not mean that the name was left out.
      const name = variables.STEWARD_BRAND ? given("STEWARD_BRAND") : text("STEWARD_BRAND");
      return matching(
        "STEWARD_BRAND",
        name,
        brandName,
        "1 to 40 characters on one line, with at least one letter or digit, and without < and >",
      );
    },
    handleSuffix: () =>
      matching(
        "STEWARD_HANDLE_SUFFIX",
        text("STEWARD_HANDLE_SUFFIX"),
        /^[a-z0-9]{2,8}$/,
        "2 to 8 characters, each from a to z or 0 to 9",
      ),
    /** Whether these variables name an address for support. The default is an example. */
    namesSupport: () => given("STEWARD_SUPPORT") !== "",
    /** The email address as people see it. */
    supportEmail: () => readEmailSetting("STEWARD_SUPPORT", text("STEWARD_SUPPORT")).shown,
    /** The email address as mail is sent to it. */
    supportMailbox: () => readEmailSetting("STEWARD_SUPPORT", text("STEWARD_SUPPORT")).sent,
    signUp: () => matching("STEWARD_SIGN_UP", text("STEWARD_SIGN_UP"), /^(on|off)$/, "“on” or “off”") === "on",
    sessionHours: () => whole("STEWARD_SESSION_HOURS", 1, 720),
    idleMinutes: () => whole("STEWARD_IDLE_MINUTES", 1, 1440),
    trustedProxies: () => networks(text("STEWARD_TRUSTED_PROXIES")),
    /** The path of the GeoIP file, or "". */
    geoip: () => (given("STEWARD_GEOIP") ? geoipFile(resolve(root, given("STEWARD_GEOIP"))) : ""),
    /** The mail server, or null. */
    mail: () => {
      const server = given("STEWARD_MAIL") ? mailServer(given("STEWARD_MAIL")) : null;
      const asked = matching("STEWARD_MAIL_TLS", given("STEWARD_MAIL_TLS"), /^(required|off)?$/, "“required” or “off”");
      if (server?.secure && asked === "off")
        throw malformed("STEWARD_MAIL_TLS", "“required” or empty, because smtps:// always uses TLS");
      return (
        server && {
          ...server,
          tls: server.secure || (asked || (isLoopback(server.host) ? "off" : "required")) === "required",
        }
      );
    },
    mailFrom: () => {
      const name = given("STEWARD_MAIL_FROM") ? "STEWARD_MAIL_FROM" : "STEWARD_SUPPORT";
      const { sent } = readEmailSetting(name, text(name));
      // Few servers accept other characters (RFC 6531). A server that does not would refuse every mail.
      return matching(name, sent, /^\p{ASCII}+$/u, "an email address with only ASCII characters before the @");
    },
    signInsPerNetwork: () => whole("STEWARD_SIGN_INS_PER_NETWORK", 1, 1_000_000),
    resetsPerNetwork: () => whole("STEWARD_RESETS_PER_NETWORK", 1, 1_000_000),
    signUpsPerNetwork: () => whole("STEWARD_SIGN_UPS_PER_NETWORK", 1, 1_000_000),
    changesPerPerson: () => whole("STEWARD_CHANGES_PER_PERSON", 1, 1_000_000),
  });
}

/** @typedef {ReturnType<typeof readEnv>} Env */

/** The settings of this process, which runs in the project's folder. */
export const env = readEnv(process.env);

let makesSecrets = true;

/** From now on this process creates no secret. It works on an installation that already has one elsewhere. */
export function makeNoSecret() {
  makesSecrets = false;
}

/**
 * Reads every setting, as at a start. Throws one error with a line for each malformed or misspelt setting. It creates no secret, because
 * the place that the settings name may hold no database.
 *
 *
 * @param {Env} all
 * @param {Record<string, string | undefined>} variables
 */
export function checkEnv(all = env, variables = process.env) {
  const misspeltNames = new Set(misspelt(variables));
  for (const name of /** @type {(keyof Env)[]} */ (Object.keys(all))) {
    if (name === "secret" || name === "secretFile") continue;
    try {
      void all[name];
    } catch (error) {
      misspeltNames.add(error instanceof Error ? error.message : String(error));
    }
  }
  if (misspeltNames.size > 0) throw new SettingError([...misspeltNames].join("\n"));
}

/**
 * Sets the environment variables that libraries read, in a process that serves, builds or tests.
 *
 * @param {boolean} dev
 */
export function prepareProcess(dev) {
  Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  process.env.NEXTAUTH_URL = env.origin;
}

/**
 * Gives a sentence for each variable that has a value and whose name only resembles a setting.
 *
 * @param {Record<string, string | undefined>} variables
 */
export function misspelt(variables = process.env) {
  const known = new Set([...settings.map(({ name }) => /** @type {string} */ (name)), ...ofTests]);
  return Object.entries(variables).flatMap(([name, value = ""]) => {
    if (!/^STEWARD_/i.test(name) || known.has(name) || value.trim() === "") return [];
    // Kubernetes sets such variables in a container when a service is called steward.
    if (/^STEWARD_(SERVICE_(HOST|PORT)|PORT_\d+_)/.test(name) || /^(tcp|udp|sctp):\/\//.test(value)) return [];
    const near = nearestSetting(name);
    return near
      ? `${name} is not a setting of Steward. Did you mean ${near}?`
      : `${name} is not a setting of Steward. docs/operations.md lists all settings.`;
  });
}

/** The setting that this name may be meant for, or undefined if none is similar. @param {string} name */
function nearestSetting(name) {
  const bare = (/** @type {string} */ of) => of.toUpperCase().replace(/^STEWARD_/, "");
  const typed = bare(name);
  return settings
    .map((setting) => ({ name: setting.name, bare: bare(setting.name), steps: distance(typed, bare(setting.name)) }))
    .filter((each) => isNear(typed, each.bare, each.steps))
    .toSorted((one, other) => one.steps - other.steps)[0]?.name;
}

/**
 * Whether one word may be meant for the other: one letter in three differs, letters changed places, or the end of one is missing.
 *
 * @param {string} one
 * @param {string} other
 * @param {number} steps from one to the other
 */
function isNear(one, other, steps) {
  const shorter = Math.min(one.length, other.length);
  const letters = (/** @type {string} */ word) => [...word].toSorted().join("");
  return (
    steps * 3 <= shorter ||
    letters(one) === letters(other) ||
    (shorter >= 3 && (one.startsWith(other) || other.startsWith(one)))
  );
}

/** The number of letters to insert, delete or replace to turn one word into the other. @param {string} one @param {string} other */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= other.length; to++) {
      const replaced = /** @type {number} */ (row[to - 1]) + Number(letter !== other[to - 1]);
      next.push(Math.min(replaced, /** @type {number} */ (row[to]) + 1, /** @type {number} */ (next[to - 1]) + 1));
    }
    row = next;
  }
  return /** @type {number} */ (row.at(-1));
}

const howToMakeOne =
  "Make a secret with `openssl rand -hex 32`. Keep it, and set STEWARD_SECRET to it for the server and for each command. " +
  "Steward makes one only on localhost with SQLite.";

/** @type {(name: Setting, wanted: string) => Error} */
const malformed = (name, wanted) => new SettingError(`${name} is malformed: it should be ${wanted}.`);

/** @type {(name: Setting, value: string, pattern: RegExp, wanted: string) => string} */
function matching(name, value, pattern, wanted) {
  if (!pattern.test(value)) throw malformed(name, wanted);
  return value;
}

/** A name that titles, mails and authenticator apps can show: one line with at least one visible letter or digit. */
const brandName = /^(?=.*(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}])[^\p{C}\p{Zl}\p{Zp}<>]{1,40}$/u;

/** Reads an email address; its domain may have one label. @type {(name: Setting, value: string) => import("../isomorphic/email.mjs").EmailForms} */
function readEmailSetting(name, value) {
  const email = readEmail(value, { labels: 1 });
  if ("error" in email) throw malformed(name, "an email address");
  return email;
}

/** @type {(value: string) => { host: string, port: number, secure: boolean, user: string, password: string }} */
function mailServer(value) {
  const wanted =
    "smtp://user:password@host:port or smtps://user:password@host:port, with percent-encoding for special characters in the user or the password";
  const url = /^smtps?:\/\/[^/?#]+\/?$/.test(value) && URL.canParse(value) ? new URL(value) : null;
  if (!url) throw malformed("STEWARD_MAIL", wanted);
  const secure = url.protocol === "smtps:";
  try {
    // URL leaves the host of an unknown protocol as it was written, but encodes letters that are not ASCII.
    const host = asciiDomain(decodeURIComponent(url.hostname), 1) ?? url.hostname;
    if (!/^(\[[\da-f:.]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)$/i.test(host)) throw new Error("This is not a host.");
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    if ((user === "") !== (password === "")) throw new Error("A user needs a password, and a password needs a user.");
    return {
      host: host.replace(/^\[|\]$/g, ""),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      user,
      password,
    };
  } catch {
    throw malformed("STEWARD_MAIL", wanted);
  }
}

/** @type {(value: string, root: string) => string} */
function databaseUrl(value, root) {
  const wanted = "file:<path> or postgresql://user:password@host:port/database";
  if (/^postgres(ql)?:\/\//.test(value)) {
    // Otherwise a part of a password would be read as the host or the path, and shown.
    if (/^[^?]*@[^?]*@/.test(value) || /^\w+:\/\/[^/?]*\/[^?]*@/.test(value) || value.includes("#")) {
      throw malformed(
        "DATABASE_URL",
        `${wanted}, with %40 for an @, %2F for a / and %23 for a # in the user, the password or the database`,
      );
    }
    if (!URL.canParse(value) || new URL(value).pathname.length < 2) throw malformed("DATABASE_URL", wanted);
    return value;
  }
  const path = /^file:(?:\/\/(?=\/))?([^?#]+)$/.exec(value)?.[1];
  if (!path || path.includes(":memory:") || path.endsWith("/")) throw malformed("DATABASE_URL", wanted);
  return `file:${resolve(root, path)}`;
}

/** The value of a setting without its password, for showing it. @param {string} value */
function withoutPassword(value) {
  if (!/^\w+:\/\//.test(value)) return value;
  const [, before = "", query] = /^([^?]*)(?:\?(.*))?$/s.exec(value) ?? [];
  const shown = before.replace(/^(\w+:\/\/[^:@/?#]*):.*@/s, "$1:…@");
  return query === undefined ? shown : `${shown}?${query.split("&").map(parameterWithoutPassword).join("&")}`;
}

/** Hides the value of a parameter with a secret, and all of one whose name a library could misread. @param {string} parameter `name=value`, as in a URL */
function parameterWithoutPassword(parameter) {
  const [name = ""] = parameter.split("=", 1);
  const [[read = ""] = []] = new URLSearchParams(parameter);
  if (!/^[\w.-]+$/.test(read)) return "…";
  return /pass|secret|token|^options$/i.test(read) ? `${name}=…` : parameter;
}

/** @param {string} value */
const forShell = (value) => (/^[\w:/.@%+,=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

/** The mark near the end of every such file. The content is read when a list first shows a place. */
const geoipMark = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");

/** @type {(file: string) => string} */
function geoipFile(file) {
  let open;
  try {
    open = openSync(file, "r");
    const { size } = fstatSync(open);
    const end = Buffer.alloc(Math.min(size, 128 * 1024));
    readSync(open, end, 0, end.length, size - end.length);
    if (!end.includes(geoipMark))
      throw new SettingError(
        `STEWARD_GEOIP names ${file}, which is not a GeoIP file. Use a file in MaxMind's format (.mmdb).`,
      );
    return file;
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SettingError(code ? `STEWARD_GEOIP names ${file}, which cannot be read (${code}).` : message);
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

/** @type {(value: string) => string} */
function origin(value) {
  const [, scheme = "", domain = "", port = ""] = /^(https?:\/\/)([^/:@?#[\]]+)(:\d+)?\/?$/i.exec(value) ?? [];
  const asTyped = domain ? scheme + (asciiDomain(domain, 1) ?? domain) + port : value.replace(/\/$/, "");
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== asTyped.toLowerCase()) {
    throw malformed("STEWARD_ORIGIN", "only scheme, host and port, such as https://panel.example.com");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw malformed(
      "STEWARD_ORIGIN",
      "an https:// address, because only localhost may use http (put a proxy with TLS in front)",
    );
  }
  return url.origin;
}

/** @type {(value: string) => string} */
function host(value) {
  if (!isIP(value) && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) {
    throw malformed("HOST", "an address or a name of this computer, such as 0.0.0.0");
  }
  return value;
}

/** @type {(value: string) => string[]} */
function networks(value) {
  const list = value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  for (const part of list) {
    const [ip = "", bits, ...rest] = part.split("/");
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(ip)] ?? -1;
    if (most < 0 || rest.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw malformed(
        "STEWARD_TRUSTED_PROXIES",
        "addresses or networks separated by commas, such as 192.0.2.1, 10.0.0.0/8",
      );
    }
  }
  return list;
}

/**
 * Whether this name or IP address is the computer itself.
 *
 * @param {string} hostname as in a URL: an IPv6 address may have brackets
 */
export function isLoopback(hostname) {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** @type {(value: string, where: string) => string} */
function strong(value, where) {
  if (value.length < 32)
    throw new SettingError(`${where} is too short: it needs at least 32 characters. ${howToMakeOne}`);
  const example = /change.?(me|this)|example|replace|placeholder|your.?(secret|key)|secret|password|1234567/i;
  if (example.test(value) || new Set(value).size < 10) {
    throw new SettingError(`${where} looks like an example, so anyone can guess it. ${howToMakeOne}`);
  }
  return value;
}

/** Restricts the file to its owner. A copied or restored file may be readable to others. @param {string} file */
function onlyForOwner(file) {
  try {
    if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
  } catch {
    // The file belongs to another user, who lets this one read it.
  }
}

/** Creates the secret. If two processes start at once, both use the one whose file is linked first. @type {(file: string) => string} */
function makeSecret(file) {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SettingError(`DATABASE_URL names the folder ${dirname(file)}, but Steward cannot write there (${code}).`);
  }
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
    return file;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return "";
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @template T @param {() => T} read @returns {() => T} */
function once(read) {
  /** @type {{ value: T } | undefined} */
  let cached;
  return () => (cached ??= { value: read() }).value;
}

/**
 * @template {Record<string, () => unknown>} T
 * @param {T} readers
 * @returns {{ readonly [K in keyof T]: ReturnType<T[K]> }}
 */
function lazily(readers) {
  const read = /** @type {{ [K in keyof T]: ReturnType<T[K]> }} */ ({});
  for (const [name, reader] of Object.entries(readers)) {
    Object.defineProperty(read, name, { enumerable: true, get: once(reader) });
  }
  return read;
}
