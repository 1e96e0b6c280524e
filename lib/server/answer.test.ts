import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

let server: Server;
let origin: string;
/** Stands in for Next and reports what reached it. */
let inner: (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("STEWARD_ORIGIN", origin);
  vi.stubEnv("STEWARD_TRUSTED_PROXIES", "127.0.0.1");
  vi.stubEnv("STEWARD_SUPPORT", "help@example.com");
  const [{ wrapHandler }, { loadLanguages }] = await Promise.all([
    import("@/lib/server/answer.mjs"),
    import("@/lib/i18n/load-languages.mjs"),
  ]);
  await loadLanguages();
  server.on(
    "request",
    wrapHandler(
      async (req, res) => inner(req, res),
      false,
      (path) => path === "/account/users",
    ),
  );
});

afterAll(() => server.close());

async function echo(req: IncomingMessage, res: ServerResponse) {
  const { currentRequest } = await import("@/lib/runtime/current-request");
  let body = "";
  for await (const chunk of req) body += chunk;
  const { id, ip, nonce } = currentRequest();
  res.setHeader("Content-Type", "application/json");
  res.end(JSON.stringify({ body, headers: req.headers, id, ip, nonce }));
}

/** Sends these bytes unchanged, and returns everything that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
      if (answer.includes("\r\n\r\n")) socket.end();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const form = (fields: Record<string, string> = { name: "Jane" }) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

const post = (headers: Record<string, string>, body: BodyInit = form(), path = "/login") =>
  fetch(`${origin}${path}`, { method: "POST", headers: { origin, ...headers }, body, redirect: "manual" });

/** The answer to a form, and the lines that it leaves in the log. */
const refuse = async (headers: Record<string, string>, body: BodyInit = form()) => {
  const errors = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const answer = await post(headers, body);
  const lines = errors.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, string>);
  errors.mockRestore();
  return { answer, lines };
};

describe("a request that may change data", () => {
  test("passes with the panel's own origin", async () => {
    inner = echo;
    const answer = await post({ "sec-fetch-site": "same-origin" });
    expect(answer.status).toBe(200);
    expect((await answer.json()).body).toContain("Jane");
  });

  test.each([
    ["no origin", { origin: "" }],
    ["the origin null", { origin: "null" }],
    ["a foreign origin", { origin: "https://evil.example" }],
    ["our name on another port", { origin: "http://localhost:1" }],
    ["an origin that only begins like ours", { origin: "http://localhost.evil.example" }],
    ["a foreign page's mark", { "sec-fetch-site": "cross-site" }],
    ["a sister site's mark", { "sec-fetch-site": "same-site" }],
  ])("is refused with %s", async (_what, headers: Record<string, string>) => {
    inner = () => expect.unreachable();
    const { answer } = await refuse(headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("did not come from this panel");
  });
});

describe("a request from another origin", () => {
  test("tells the form of a page's script the sentence, as an action does", async () => {
    inner = () => expect.unreachable();
    const script = { "next-action": "ab".repeat(21), "content-type": "text/plain" };
    const { answer } = await refuse({ ...script, origin: "https://script.example" }, "[]");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([403, "text/x-component"]);
    expect(await answer.text()).toBe('0:{"a":{"outcome":"forbidden","sentence":{"key":"form.foreign"}}}\n');
  });

  test("is logged once per origin, shortened, and only for a few origins", async () => {
    const { lines } = await refuse({ origin: "https://panel.example.com" });
    expect(lines).toMatchObject([
      {
        level: "warning",
        event: "origin refused",
        message: `The page is at https://panel.example.com, but STEWARD_ORIGIN is ${origin}.`,
      },
    ]);
    expect((await refuse({ origin: "https://panel.example.com" })).lines).toEqual([]);
    expect((await refuse({ "sec-fetch-site": "cross-site" })).lines).toEqual([]);
    const [long] = (await refuse({ origin: `https://${"x".repeat(1000)}.example` })).lines;
    expect(long!.message!.length).toBeLessThan(200);
    const logged = [];
    for (let at = 0; at < 30; at++) logged.push(...(await refuse({ origin: `https://${at}.example` })).lines);
    expect(logged.length).toBeGreaterThan(5);
    expect(logged.length).toBeLessThan(20);
  });
});

describe("a visitor of a private page", () => {
  const visit = (path: string, init: RequestInit = {}) => fetch(`${origin}${path}`, { redirect: "manual", ...init });

  test.each(["GET", "HEAD"])("is led to the log-in page without Next, which brings them back: %s", async (method) => {
    inner = () => expect.unreachable();
    const answer = await visit("/account/users?q=a&_rsc=1", { method, headers: { "accept-language": "fr" } });
    const { status, headers } = answer;
    expect([status, headers.get("location")]).toEqual([307, "/login?next=%2Faccount%2Fusers%3Fq%3Da"]);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-request-id")).toMatch(/-/);
    const page = await answer.text();
    expect(page.length).toBeLessThan(1000);
    expect(page.includes("autre adresse")).toBe(method === "GET");
  });

  test.each<[string, string, RequestInit]>([
    ["with a session's cookie, valid or not", "/account/users", { headers: { cookie: "steward-session=x" } }],
    ["by a page's script", "/account/users", { headers: { rsc: "1" } }],
    ["of another path", "/account/users/", {}],
    ["who sends a form", "/account/users", { method: "POST", body: form(), headers: { origin: "here" } }],
  ])("is answered by Next %s", async (_what, path, init) => {
    inner = echo;
    const headers = new Headers(init.headers);
    if (headers.has("origin")) headers.set("origin", origin);
    expect((await visit(path, { ...init, headers })).status).toBe(200);
  });
});

describe("a malformed request gets a clear refusal and never reaches Next", () => {
  beforeAll(() => {
    inner = () => expect.unreachable();
  });

  test.each(["PUT", "PATCH", "DELETE", "OPTIONS"])("%s", async (method) => {
    const answer = await fetch(origin, { method, headers: { origin } });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });

  test.each([
    ["TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405],
    ["another server's URL", "GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path that reads as another host", "GET //evil.example HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path with a backslash", "GET /%5cevil.example HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path with dots", "GET /account/../login HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path that is no UTF-8", "GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a path with a zero byte", "GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["a URL without end", `GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
    ["Next's own path", "GET /_next/image?url=/x HTTP/1.1\r\nHost: x\r\n\r\n", 404],
  ])("%s", async (_what, request, status) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("a body of unknown length", async () => {
    const head = `POST /login HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await raw(head)).toMatch(/^HTTP\/1.1 411 /);
  });

  test("a body over the limit", async () => {
    expect((await post({}, form({ name: "x".repeat(300_000) }))).status).toBe(413);
  });

  const action = "ab".repeat(21);
  const text = "text/plain;charset=UTF-8";
  const multipart = "multipart/form-data; boundary=y";
  test.each([
    ["a form without boundary", { "content-type": "multipart/form-data" }, "x", 400],
    ["a form cut off", { "content-type": multipart }, '--y\r\ncontent-disposition: form-data; name="a"\r\n\r\nb', 400],
    ["a form in UTF-16", { "content-type": `${multipart}; charset=utf-16` }, "--y--\r\n", 415],
    ["a form of another kind", { "content-type": "application/x-www-form-urlencoded" }, "a=b", 415],
    ["XML", { "content-type": "text/xml" }, "<x/>", 415],
    ["no type", { "content-type": ";;;" }, "x", 415],
    ["an action's id of another form", { "content-type": text, "next-action": "__proto__" }, "[]", 400],
    ["arguments that are no JSON", { "content-type": text, "next-action": action }, "[", 400],
    ["arguments that are no list", { "content-type": text, "next-action": action }, "{}", 400],
  ])("%s", async (_what, headers: Record<string, string>, body, status) => {
    expect((await post(headers, body)).status).toBe(status);
  });

  test("malformed JSON, to a route", async () => {
    expect((await post({ "content-type": "application/json" }, "{", "/api/x")).status).toBe(400);
  });
});

describe("what reaches Next", () => {
  test("has the panel's own host, a fresh nonce and the client's IP address, and no header that Next would trust", async () => {
    inner = echo;
    const forged = {
      "x-middleware-subrequest": "a",
      "x-nextjs-data": "1",
      "x-invoke-path": "/x",
      "x-forwarded-host": "evil.example",
      "x-real-ip": "10.9.9.9",
      "x-nonce": "x",
      "content-security-policy": "script-src 'nonce-evil'",
      "x-forwarded-for": "10.9.9.9, 192.0.2.7",
      // Next answers a range behind the end of a file with a 500.
      range: "bytes=99999999-",
    };
    const answer = await fetch(`${origin}/x`, { headers: forged });
    const { headers, nonce, ip, id } = await answer.json();
    const policy = answer.headers.get("content-security-policy");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-"))).toEqual(["x-forwarded-proto"]);
    expect(headers.range).toBeUndefined();
    expect(headers.host).toBe(new URL(origin).host);
    expect(headers["content-security-policy"]).toBe(policy);
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
    expect(policy).not.toContain("unsafe");
    expect(ip).toBe("192.0.2.7");
    expect(answer.headers.get("x-request-id")).toBe(id);
    const again = await (await fetch(`${origin}/x`)).json();
    expect(again.nonce).not.toBe(nonce);
  });

  test("a hostile Host has no effect", async () => {
    inner = echo;
    expect(await raw("GET /x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).not.toContain(
      "evil.example",
    );
  });

  test("127.0.0.1 redirects to localhost", async () => {
    const answer = await fetch(`${origin.replace("localhost", "127.0.0.1")}/login?id=1`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([307, `${origin}/login?id=1`]);
  });
});

describe("a file that depends on the settings", () => {
  test.each([
    ["/site.webmanifest", "application/manifest+json", '"name":"Steward"'],
    ["/.well-known/security.txt", "text/plain; charset=utf-8", "Contact: mailto:help@example.com"],
  ])("%s is the same for everyone and never reaches Next", async (path, type, content) => {
    inner = () => expect.unreachable();
    const texts = new Set<string>();
    for (const cookie of ["", "steward-session=x; steward-language=fr"]) {
      const answer = await fetch(`${origin}${path}`, { headers: { cookie, "accept-language": "fr" } });
      texts.add(await answer.text());
      expect([
        answer.status,
        ...["content-type", "cache-control", "set-cookie", "vary"].map((name) => answer.headers.get(name)),
      ]).toEqual([200, type, "public, max-age=3600", null, null]);
      expect(answer.headers.get("content-security-policy")).toContain("manifest-src 'self'");
    }
    expect([...texts]).toEqual([expect.stringContaining(content)]);
    const head = await fetch(`${origin}${path}`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
      200,
      String(Buffer.byteLength([...texts].join())),
      "",
    ]);
  });

  test("does not answer a POST", async () => {
    inner = (_req, res) => void res.writeHead(404).end();
    expect((await post({}, form(), "/site.webmanifest")).status).toBe(404);
  });
});

describe("the answer", () => {
  test("has the page's own status and headers instead of Next's", async () => {
    inner = async (_req, res) => {
      const { currentRequest } = await import("@/lib/runtime/current-request");
      currentRequest().setStatus(503);
      currentRequest().setHeader("Clear-Site-Data", '"cache"');
      res.setHeader("Cache-Control", "s-maxage=31536000");
      res.end("page");
    };
    const answer = await fetch(origin);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.headers.get("clear-site-data")).toBe('"cache"');
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  });

  test("says what happened without JavaScript where Next leaves the page to its script, even if the browser accepts compression", async () => {
    const pressed: unknown[] = [];
    const blank = '<!DOCTYPE html><html id="__next_error__"><head></head><body><div hidden=""></div></body></html>';
    inner = async (req, res) => {
      const { currentRequest } = await import("@/lib/runtime/current-request");
      currentRequest().setStatus(Number(new URL(req.url ?? "", origin).searchParams.get("status")));
      pressed.push(req.headers["accept-encoding"]);
      res.end(Buffer.from(req.url!.startsWith("/blank") ? blank : "<html><body>made</body></html>"));
    };
    const ask = async (path: string) =>
      (await fetch(`${origin}${path}`, { headers: { "accept-encoding": "gzip" } })).text();
    expect(await ask("/blank?status=503")).toMatch(
      /<body><noscript>.*The database does not answer\..*<\/noscript><div hidden/s,
    );
    expect(await ask("/blank?status=403")).toContain("<p>You cannot open this page.");
    expect(await ask("/made?status=503")).toBe("<html><body>made</body></html>");
    expect(pressed).toEqual([undefined, undefined, undefined]);
  });

  test("does not mention saving when a page fails, and says after a form that it may have been saved", async () => {
    inner = async (req, res) => {
      const { currentRequest } = await import("@/lib/runtime/current-request");
      currentRequest().setStatus(Number(req.headers["referer"]?.slice(-3)));
      res.end(Buffer.from('<html id="__next_error__"><body></body></html>'));
    };
    for (const status of [500, 503]) {
      const referer = `${origin}/${status}`;
      const [looked, sent] = [await fetch(origin, { headers: { referer } }), await post({ referer })];
      expect(await looked.text()).not.toMatch(/lost|saved/);
      expect(await sent.text()).toContain("What you sent may or may not have been saved.");
    }
  });

  test("has the status 503 for an action when the database does not answer", async () => {
    inner = async (_req, res) => {
      const { currentRequest } = await import("@/lib/runtime/current-request");
      currentRequest().setStatus(503);
      res.writeHead(200, { "Content-Type": "text/x-component" });
      res.end("0:{}");
    };
    const answer = await post({ "content-type": "text/plain", "next-action": "ab".repeat(21) }, "[]");
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([503, "5", "0:{}"]);
  });

  test("is Steward's own page with its status instead of Next's, even if Next's redirects", async () => {
    const ask = async (answer: (res: ServerResponse) => void) => {
      inner = async (_req, res) => {
        const { currentRequest } = await import("@/lib/runtime/current-request");
        currentRequest().setPage(409, "<p>Ours</p>");
        currentRequest().setStatus(404);
        answer(res);
      };
      const { status, headers, text } = await post({}).then(async (came) => ({
        status: came.status,
        headers: came.headers,
        text: await came.text(),
      }));
      return [status, headers.get("content-type"), headers.get("location"), headers.get("content-encoding"), text];
    };
    const ours = [409, "text/html; charset=utf-8", null, null, "<p>Ours</p>"];
    expect(
      await ask(
        (res) => (
          res.writeHead(200, { "Content-Type": "text/html", "Content-Encoding": "gzip" }),
          res.write("pressed"),
          res.end()
        ),
      ),
    ).toEqual(ours);
    expect(await ask((res) => (res.writeHead(307, { Location: "/login" }), res.end()))).toEqual(ours);
  });

  test("lets the page's script follow the redirect of an action, with cookies and without a page", async () => {
    inner = async (_req, res) => {
      const { currentRequest } = await import("@/lib/runtime/current-request");
      currentRequest().setStatus(303);
      currentRequest().setHeader("x-action-redirect", "/account;push");
      res.setHeader("Set-Cookie", "session=1");
      res.setHeader("x-action-redirect", "elsewhere:;push");
      res.end();
    };
    const answer = await post({ "content-type": "text/plain", "next-action": "ab".repeat(21) }, "[]");
    expect([answer.status, answer.headers.get("x-action-redirect"), answer.headers.get("set-cookie")]).toEqual([
      303,
      "/account;push",
      "session=1",
    ]);
    expect([answer.headers.get("location"), answer.headers.get("content-type"), await answer.text()]).toEqual([
      null,
      "text/x-component",
      '0:{"t":null}\n',
    ]);
  });

  test("tells the page's script when the page does not have the action", async () => {
    inner = (_req, res) => void (res.writeHead(200, { "Content-Type": "application/json" }), res.end("{}"));
    const answer = await post({ "content-type": "text/plain", "next-action": "ab".repeat(21) }, "[]");
    expect([answer.status, answer.headers.get("x-nextjs-action-not-found")]).toEqual([409, "1"]);
  });

  test("may be cached only for files named after their content", async () => {
    inner = (_req, res) => void res.end("file");
    for (const file of ["_next/static/chunks/a.js", "texts/en-panel-a1.json"]) {
      const chunk = await fetch(`${origin}/${file}`);
      expect(chunk.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    }
    inner = (_req, res) => void (res.writeHead(404), res.end("none"));
    const none = await fetch(`${origin}/_next/static/chunks/b.js`);
    expect(none.headers.get("cache-control")).toBe("private, no-store");
  });

  test("is a page instead of Next's bare refusal of a form", async () => {
    inner = (_req, res) =>
      void (res.writeHead(500, { "Content-Type": "text/plain" }), res.end("Internal Server Error"));
    const answer = await post({});
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Open the page again, then try again.");
  });

  test("shows only the number of an unexpected error", async () => {
    const errors = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    inner = () => Promise.reject(new Error("inner detail"));
    const answer = await fetch(origin);
    const page = await answer.text();
    expect(answer.status).toBe(500);
    expect(page).toContain(answer.headers.get("x-request-id"));
    expect(page).not.toContain("inner detail");
    expect(JSON.parse(String(errors.mock.calls[0]?.[0]))).toMatchObject({
      event: "request failed",
      message: "inner detail",
    });
    errors.mockRestore();
  });
});
