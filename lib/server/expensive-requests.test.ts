import { beforeAll, describe, expect, it } from "vitest";
import { deviceOf } from "@/lib/domain/sessions/device";
import { languageOfRequest } from "@/lib/i18n/choose-language.mjs";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { innerPath } from "@/lib/isomorphic/paths";
import { parseSignIn } from "@/lib/isomorphic/sign-in-id";
import { isWellFormed } from "@/lib/isomorphic/url.mjs";
import { knows, remember } from "@/lib/security/known-browser";
import { malformedBody } from "@/lib/server/body.mjs";
import { clientIp } from "@/lib/server/client-ip.mjs";
import { mostBody, refusal } from "@/lib/server/guard.mjs";
import { expensiveTexts, heldBy, mostHeld } from "@/lib/testing/expensive-texts";

/** The largest number of characters of headers and URL together. */
const mostHead = 16 * 1024;

/** Parts of headers; each is repeated. */
const parts = [
  "fr-CA;q=0.9,",
  "a-",
  "a;",
  ";q=0.",
  " ,",
  "::",
  "1.",
  "192.0.2.1,",
  "[::1]:80, ",
  "%25",
  "%",
  "../",
  "a=b;",
  ".",
  "x".repeat(22) + ".",
  "Chrome/",
  "Mac OS X ",
  "\t",
  "\\",
];
const heads = [
  ...parts.map((part) => part.repeat(mostHead / part.length)),
  ...Object.values(expensiveTexts).map((text) => text(mostHead)),
];

const ada = { id: "ada", browserSalt: "" };

beforeAll(() => loadLanguages());

describe("A request with the longest headers delays no other", () => {
  const readers: Record<string, (text: string) => unknown> = {
    "Accept-Language": (text) => languageOfRequest({ "accept-language": text }),
    Cookie: (text) => languageOfRequest({ cookie: text }),
    "the cookie of a known browser": (text) => [knows(text, ada), remember(text, ada)],
    "User-Agent": deviceOf,
    "X-Forwarded-For": (text) => clientIp("192.0.2.1", text, ["192.0.2.1", "10.0.0.0/8", "::1"]),
    Host: (text) => refusal({ method: "GET", url: "/", headers: { host: text } } as never, false),
    "its URL": (text) => [isWellFormed(`/${text}`), innerPath(`/${text.slice(0, 2000)}`), innerPath(text)],
    "Content-Type": (text) =>
      malformedBody(Buffer.from("{}"), {
        url: "/api/auth/session",
        headers: { "content-type": `application/json; ${text}` },
      } as never),
    "an ID": parseSignIn,
    "an e-mail address": (text) => emailKey(text.slice(0, 254)),
  };

  it.each(Object.entries(readers))("%s", async (_name, read) => {
    for (const text of heads) expect(await heldBy(() => read(text)), `${text.slice(0, 20)}`).toBeLessThan(mostHeld);
  });
});

describe("A request with the largest body delays no other", () => {
  const boundary = "b";
  const form = (name: (at: number) => string, value: string, count: number) =>
    [...Array(count).keys()]
      .map((at) => `--${boundary}\r\nContent-Disposition: form-data; name="${name(at)}"\r\n\r\n${value}\r\n`)
      .join("") + `--${boundary}--\r\n`;
  const fill = (body: string) => body.repeat(Math.floor(mostBody / Buffer.byteLength(body)));
  const bodies: [what: string, type: string, body: string][] = [
    ["many fields", `multipart/form-data; boundary=${boundary}`, form((at) => String(at), "", 4000)],
    ["one field again and again", `multipart/form-data; boundary=${boundary}`, form(() => "a", "", 4000)],
    [
      "dashes that are no boundary",
      `multipart/form-data; boundary=${boundary}`,
      form(() => "a", fill("\r\n--").slice(0, mostBody - 200), 1),
    ],
    ["quotes in a name", `multipart/form-data; boundary=${boundary}`, form(() => '\\"'.repeat(120_000), "", 1)],
    ["escapes of a URL", "application/x-www-form-urlencoded", fill("%25")],
    ["pairs", "application/x-www-form-urlencoded", fill("a=b&")],
    ["lists in lists", "application/json", "[".repeat(mostBody)],
    ["closed lists in lists", "application/json", "[".repeat(5000) + "]".repeat(5000)],
    ["keys", "application/json", `{${[...Array(20_000).keys()].map((at) => `"${at}":0`).join()}}`],
    ["escapes of a text", "application/json", `"${"\\u0301".repeat(40_000)}"`],
    ["half a text", "application/json", `"${"\\".repeat(mostBody - 1)}`],
  ];

  it.each(bodies)("%s (%s)", async (_what, type, body) => {
    const bytes = Buffer.from(body);
    const request = { url: "/api/auth/session", headers: { "content-type": type } };
    expect(bytes.length).toBeLessThanOrEqual(mostBody);
    expect(await heldBy(() => malformedBody(bytes, request as never))).toBeLessThan(mostHeld);
  });
});
