// What lib/server/finalize-response.mjs and lib/server/body.mjs rely on in Next and in Node, one test each. An upgrade that breaks one fails here.
import { readFileSync } from "node:fs";
import { createServer, IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { malformedBody, replayRequest } from "@/lib/server/body.mjs";
import { emptyRouterAnswer, foreignAnswer } from "@/lib/server/finalize-response.mjs";
import { buildTiny, serveTiny } from "@/lib/testing/tiny-next.mjs";

const dynamic = `export const dynamic = "force-dynamic";\n`;

/** An application that does each thing once. */
const files = {
  "actions.js": `"use server";
import { redirect } from "next/navigation";
export async function greet(given) { return "hello " + (given instanceof FormData ? given.get("name") : given); }
export async function fail() { throw new Error("failed"); }
export async function lead() { redirect("/"); }
export async function leadAway() { redirect("elsewhere:", "push"); }
`,
  "other/actions.js": `"use server"; export async function greetOther() { return "greeted by the other page"; }\n`,
  "page.jsx": `${dynamic}
import { fail, greet, lead, leadAway } from "./actions.js";
import { Buttons } from "./buttons.jsx";
export default () => <main>A page.<form action={greet}><input name="name" /></form><form action={lead}><i /></form><Buttons all={[fail, leadAway]} /></main>;
`,
  "buttons.jsx": `"use client"; export const Buttons = ({ all }) => all.map((each, at) => <button key={at} onClick={() => each()}>x</button>);\n`,
  "other/page.jsx": `${dynamic}import { greetOther } from "./actions.js"; export default () => <form action={greetOther}><i /></form>;\n`,
  "led/page.jsx": `${dynamic}import { redirect } from "next/navigation"; import { greet } from "../actions.js";
export default () => { redirect("/other"); return <form action={greet} />; };\n`,
  "broken/page.jsx": `${dynamic}export default () => { throw new Error("broken"); };\n`,
  "missing/page.jsx": `${dynamic}import { notFound } from "next/navigation"; export default () => notFound();\n`,
  "closed/page.jsx": `${dynamic}import { forbidden } from "next/navigation"; export default () => forbidden();\n`,
  "plain/page.jsx": `${dynamic}export default () => { delete globalThis.headersUnderWay["accept-encoding"]; return "Plain. ".repeat(2000); };\n`,
  "long/page.jsx": `${dynamic}export default () => "Long. ".repeat(2000);\n`,
  "echo/route.js": `export const POST = async (request) => Response.json({ body: await request.text(), kept: request.headers.get("x-kept"), method: request.method, url: request.url });\n`,
};

const folder = path.resolve("test-results/next-contract");
const require = createRequire(import.meta.url);
let tiny: Awaited<ReturnType<typeof serveTiny>>;

beforeAll(async () => {
  await buildTiny(folder, files, { experimental: { authInterrupts: true } });
  tiny = await serveTiny(folder);
}, 180_000);

afterAll(() => tiny?.end());

type Manifest = { node: Record<string, { exportedName?: string }> };

/** The ids by which a page's script calls the actions. */
function actionIds(): Record<string, string> {
  const { node } = JSON.parse(
    readFileSync(path.join(folder, ".next/server/server-reference-manifest.json"), "utf8"),
  ) as Manifest;
  return Object.fromEntries(Object.entries(node).map(([id, { exportedName }]) => [exportedName ?? id, id]));
}

const sendScript = (id: string, { to = "/", body = "[]" as BodyInit, headers = {} } = {}) =>
  tiny.ask(to, {
    method: "POST",
    body,
    headers: {
      accept: "text/x-component",
      "next-action": id,
      ...(typeof body === "string" && { "content-type": "text/plain;charset=UTF-8" }),
      ...headers,
    },
  });

function sendForm(fields: Record<string, string>, to = "/") {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return tiny.ask(to, { method: "POST", body });
}

/** The hidden fields of the page's nth form. */
async function hiddenIn(to: string, nth = 0): Promise<Record<string, string>> {
  const { text } = await tiny.ask(to);
  const names = [...text.matchAll(/name="(\$ACTION_ID_[0-9a-f]+)"/g)].map(([, name]) => name!);
  return { [names[nth]!]: "" };
}

const headerNames = () => require("next/dist/client/components/app-router-headers") as Record<string, string>;

describe("For the answer, lib/server/finalize-response.mjs relies on Next, which", () => {
  it("sends it only with the answer's own writeHead, write and end", async () => {
    const script = /\/_next\/static\/[^"]+\.js/.exec((await tiny.ask("/")).text)![0];
    for (const answer of [
      await tiny.ask("/"),
      await tiny.ask("/nowhere"),
      await tiny.ask("/broken"),
      await tiny.ask(script),
      await sendScript(actionIds().greet!, { body: '["x"]' }),
      await sendScript("0".repeat(42)),
    ]) {
      expect(answer.written).toBe(answer.text);
      expect(answer.calls.find(({ method }) => method === "writeHead")?.status).toBe(answer.status);
      expect(answer.calls.at(-1)?.method).toBe("end");
    }
  });

  it("sets its headers before it sends the head, or gives them as an object", async () => {
    for (const answer of [
      await tiny.ask("/"),
      await tiny.ask("/led"),
      await sendScript(actionIds().leadAway!),
      await sendForm(await hiddenIn("/", 1)),
    ]) {
      expect(answer.calls.map(({ headers }) => headers)).not.toContain("other");
      const late = [...answer.headers.keys()].filter(
        (name) =>
          !answer.before.includes(name) &&
          !["connection", "date", "keep-alive", "transfer-encoding", "content-length"].includes(name),
      );
      if (answer.calls.some(({ headers }) => headers === "object")) continue;
      expect(late).toEqual([]);
    }
  });

  it("writes a page as bytes, not as text", async () => {
    for (const { calls } of [await tiny.ask("/"), await tiny.ask("/broken")]) {
      expect(calls.filter(({ method, chunk }) => method === "write" && chunk !== "bytes")).toEqual([]);
      expect(calls.some(({ method }) => method === "write")).toBe(true);
    }
  });

  it("decides about compression only when it sends the answer", async () => {
    const pressed = { headers: { "accept-encoding": "gzip" } };
    expect((await tiny.ask("/long", pressed)).headers.get("content-encoding")).toBe("gzip");
    expect((await tiny.ask("/plain", pressed)).headers.get("content-encoding")).toBeNull();
  });
});

describe("For pages, lib/server/finalize-response.mjs relies on Next, which", () => {
  it("answers a page that could not be made with 500, a mark in the first chunk, and an empty body", async () => {
    const { status, text, type } = await tiny.ask("/broken");
    expect([status, type]).toEqual([500, "text/html; charset=utf-8"]);
    expect(text.indexOf("<body>")).toBeGreaterThan(text.indexOf('<html id="__next_error__">'));
    expect(text).toContain('<html id="__next_error__">');
  });

  it("answers a missing or forbidden page with 404 or 403, and not with plain text", async () => {
    expect(
      [await tiny.ask("/missing"), await tiny.ask("/closed"), await tiny.ask("/nowhere")].map(({ status, type }) => [
        status,
        type,
      ]),
    ).toEqual([404, 403, 404].map((status) => [status, "text/html; charset=utf-8"]));
  });

  it("answers a page that redirects with 307, also after a form", async () => {
    expect((await tiny.ask("/led")).status).toBe(307);
    const answer = await sendForm(await hiddenIn("/"), "/led");
    expect([answer.status, answer.headers.get("location")]).toEqual([307, "/other"]);
  });

  it("answers a script with a damaged state of the page with a bare 500", async () => {
    const headers = { rsc: "1", "next-router-state-tree": "damaged" };
    const led = (await tiny.ask("/", { headers })).headers.get("location")!;
    const { status, type } = await tiny.ask(led, { headers });
    expect([status, type.startsWith("text/plain")]).toEqual([500, true]);
  });
});

describe("For forms without JavaScript, both rely on Next, which", () => {
  it("makes the browser post them as multipart/form-data, with the id of the action in a hidden field", async () => {
    const { text } = await tiny.ask("/");
    expect(text.match(/<form action="" encType="multipart\/form-data" method="POST">/g)).toHaveLength(2);
    expect(Object.keys(await hiddenIn("/"))).toEqual([`$ACTION_ID_${actionIds().greet}`]);
  });

  it("runs their action without an extra header, and answers with the page or redirects with 303", async () => {
    expect((await sendForm({ ...(await hiddenIn("/")), name: "Jane" })).status).toBe(200);
    const led = await sendForm(await hiddenIn("/", 1));
    expect([led.status, led.headers.get("location")]).toEqual([303, "/"]);
  });

  it("answers a form with damaged or missing hidden fields with a bare 400 or 500", async () => {
    const damaged: Record<string, string>[] = [
      { $ACTION_REF_1: "", "$ACTION_1:0": "{damaged" },
      { $ACTION_ID_x: "" },
      { name: "Jane" },
    ];
    for (const fields of damaged) {
      const { status, type } = await sendForm(fields);
      expect([400, 500]).toContain(status);
      expect(type).toMatch(/^text\/plain/);
    }
  });

  it("answers a form whose action is not in this build with a bare 409", async () => {
    const { status, type } = await sendForm({ [`$ACTION_ID_${"0".repeat(42)}`]: "" });
    expect([status, type.startsWith("text/plain")]).toEqual([409, true]);
  });
});

describe("For requests of a page's script, both rely on Next, which", () => {
  it("names its headers for the action, for the requested page, and for an unknown action", () => {
    expect(headerNames()).toMatchObject({
      ACTION_HEADER: "next-action",
      RSC_HEADER: "rsc",
      NEXT_ACTION_NOT_FOUND_HEADER: "x-nextjs-action-not-found",
      RSC_CONTENT_TYPE_HEADER: "text/x-component",
    });
  });

  it("identifies an action by 40 to 64 hexadecimal digits", () => {
    expect(Object.keys(actionIds()).toSorted()).toEqual(["fail", "greet", "greetOther", "lead", "leadAway"]);
    for (const id of Object.values(actionIds())) expect(id).toMatch(/^[0-9a-f]{40,64}$/);
  });

  it("answers an action with 200 and text/x-component", async () => {
    const { status, type, text } = await sendScript(actionIds().greet!, { body: '["Jane"]' });
    expect([status, type]).toEqual([200, "text/x-component"]);
    expect(text).toContain('"hello Jane"');
  });

  it("answers an action that throws, or whose arguments cannot be read, with 500", async () => {
    expect((await sendScript(actionIds().fail!)).status).toBe(500);
    expect((await sendScript(actionIds().greet!, { body: '["$Qz"]' })).status).toBe(500);
  });

  it("answers an action that is not in this build with a bare 409 and a header", async () => {
    const { status, type, headers } = await sendScript("0".repeat(42));
    expect([status, type.startsWith("text/plain"), headers.get("x-nextjs-action-not-found")]).toEqual([409, true, "1"]);
  });

  it("does not run an action of another page, and answers 200 without text/x-component", async () => {
    const { status, type, text } = await sendScript(actionIds().greetOther!);
    expect([status, type.startsWith("text/x-component")]).toEqual([200, false]);
    expect(text).not.toContain("greeted by the other page");
  });

  it("puts the redirect of an action into x-action-redirect, and fetches the page from itself unless it belongs to another site", async () => {
    const [here, away] = [await sendScript(actionIds().lead!), await sendScript(actionIds().leadAway!)];
    expect([here, away].map(({ headers }) => headers.get("x-action-redirect"))).toEqual(["/;push", "elsewhere:;push"]);
    expect([here.fetched > 0, away.fetched]).toEqual([true, 0]);
    expect(away.text).toBe("");
  });
});

describe("For the page's script, lib/server/finalize-response.mjs relies on Next's router, which", () => {
  const router = () =>
    readFileSync(require.resolve("next/dist/client/components/router-reducer/reducers/server-action-reducer"), "utf8");

  it("reloads the page if the answer has the header for an unknown action", () => {
    expect(router()).toMatch(
      /headers\.get\(\w+\.NEXT_ACTION_NOT_FOUND_HEADER\);\s+if \(unrecognizedActionHeader === '1'\) \{\s+throw /,
    );
  });

  it("follows x-action-redirect with any status, in the way named after the semicolon", () => {
    expect(router()).toContain("res.headers.get('x-action-redirect')");
    expect(router()).toContain("redirectHeader?.split(';')");
    expect(router()).not.toContain("res.ok");
  });

  const readAnswer = (answer: string) => {
    const { createFromReadableStream } = require("next/dist/compiled/react-server-dom-webpack/client.edge") as {
      createFromReadableStream: (stream: unknown, options: object) => Promise<unknown>;
    };
    return createFromReadableStream(new Response(answer).body, {
      serverConsumerManifest: { moduleMap: {}, moduleLoading: null, serverModuleMap: null },
    });
  };

  it("reads the page from `t` of the answer, and null as no page", async () => {
    expect(await readAnswer(emptyRouterAnswer)).toEqual({ t: null });
    expect(router()).toMatch(/if \(response\.t !== undefined\) \{\s+actionFlightData = response\.t;/);
  });

  it("reads the value of an action from `a` of the answer, with any status", async () => {
    expect(await readAnswer(foreignAnswer)).toEqual({ a: { outcome: "forbidden", sentence: { key: "form.foreign" } } });
    expect(router()).toContain("actionResult = redirectLocation ? undefined : response.a;");
    expect(router().match(/res\.status/g)).toEqual(["res.status"]);
    expect(router()).toMatch(/if \(!isRscResponse && !redirectLocation\) \{[^}]+res\.status >= 400/);
  });
});

describe("For the body, lib/server/body.mjs relies on this:", () => {
  it("React sends arguments as a list in text/plain, or as multipart/form-data where a form is among them", async () => {
    const { encodeReply } = require("next/dist/compiled/react-server-dom-webpack/client.node") as {
      encodeReply: (given: unknown[]) => Promise<string | FormData>;
    };
    const list = await encodeReply(["Jane", 1, null, { a: [1] }]);
    expect(Array.isArray(JSON.parse(list as string))).toBe(true);
    const form = new FormData();
    form.append("name", "Jane");
    const whole = await encodeReply([form]);
    expect(whole).toBeInstanceOf(FormData);
    for (const body of [list, whole]) {
      const sent = new Request("http://localhost/", { method: "POST", body });
      const headers = { "content-type": sent.headers.get("content-type")!, "next-action": actionIds().greet };
      const message = Object.assign(new IncomingMessage(null as never), { url: "/", headers });
      expect(await malformedBody(Buffer.from(await sent.arrayBuffer()), message)).toBeNull();
    }
    expect((await sendScript(actionIds().greet!, { body: whole })).text).toContain('"hello Jane"');
  });

  it("Next accepts a rebuilt request: its method, URL, headers and body", async () => {
    const { text } = await tiny.ask("/echo?a=1", {
      method: "POST",
      body: "what was read",
      headers: { "x-kept": "yes", "content-type": "text/plain" },
    });
    expect(JSON.parse(text)).toMatchObject({
      body: "what was read",
      kept: "yes",
      method: "POST",
      url: expect.stringMatching(/\/echo\?a=1$/),
    });
  });
});

describe("For Node, both rely on this:", () => {
  let server: Server;
  let inner: (req: IncomingMessage, res: ServerResponse) => void;
  const ask = (init?: RequestInit) =>
    fetch(`http://localhost:${(server.address() as AddressInfo).port}/there?a=1`, init);

  beforeAll(async () => {
    server = createServer((req, res) => inner(req, res));
    await new Promise<void>((listening) => server.listen(0, "localhost", listening));
    return () => void server.close();
  });

  it("an answer's own writeHead is called when its headers are flushed, or when it is ended without a head", async () => {
    for (const send of [
      (res: ServerResponse) => (res.flushHeaders(), res.end()),
      (res: ServerResponse) => res.end("x"),
      (res: ServerResponse) => (res.write("x"), res.end()),
    ]) {
      inner = (_req, res) => {
        const writeHead = res.writeHead.bind(res);
        Object.assign(res, { writeHead: () => writeHead(418) });
        send(res);
      };
      expect((await ask()).status).toBe(418);
    }
  });

  it("an answer's own write and end are called when something is piped into it", async () => {
    inner = (_req, res) => {
      const [write, end] = [res.write.bind(res), res.end.bind(res)];
      Object.assign(res, { write: (chunk: Buffer) => write(chunk.toString().toUpperCase()), end: () => end("!") });
      Readable.from([Buffer.from("piped")]).pipe(res);
    };
    expect(await (await ask()).text()).toBe("PIPED!");
  });

  it("headers can be set and removed until the head is sent, and are then sent", async () => {
    inner = (_req, res) => {
      const writeHead = res.writeHead.bind(res);
      res.setHeader("Location", "/");
      Object.assign(res, {
        writeHead: () => (
          res.removeHeader("Location"),
          res.setHeader("X-Late", res.headersSent ? "late" : "in time"),
          writeHead(201)
        ),
      });
      res.end();
    };
    const { status, headers } = await ask();
    expect([status, headers.get("x-late"), headers.get("location")]).toEqual([201, "in time", null]);
  });

  it("a request can be rebuilt on its socket, with other headers and another body", async () => {
    let read: unknown;
    inner = async (req, res) => {
      const again = replayRequest(req, { "content-type": "text/plain", "x-ours": "yes" }, Buffer.from("ours"));
      const { method, url, headers, rawHeaders, httpVersion, complete } = again;
      read = {
        method,
        url,
        headers,
        rawHeaders,
        httpVersion,
        complete,
        same: again.socket === req.socket,
        body: (await again.toArray()).join(""),
      };
      res.end();
    };
    await ask({ method: "POST", body: "theirs" });
    const made = {
      headers: { "content-type": "text/plain", "x-ours": "yes" },
      rawHeaders: ["content-type", "text/plain", "x-ours", "yes"],
      body: "ours",
    };
    expect(read).toEqual({
      ...made,
      method: "POST",
      url: "/there?a=1",
      httpVersion: "1.1",
      complete: true,
      same: true,
    });
  });
});
