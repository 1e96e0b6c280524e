import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBody } from "@/lib/server/body.mjs";
import { handleConnections, limitsOfConnections } from "@/lib/server/connections.mjs";
import { get, open, pause } from "@/lib/testing/strangers";

let server: Server;
let port: number;
const held = new Set<Socket>();
const answered: string[] = [];

beforeAll(async () => {
  server = createServer(limitsOfConnections);
  server.on("connection", (socket: Socket) => held.add(socket.once("close", () => held.delete(socket))));
  handleConnections(server, async (req, res) => {
    answered.push(req.url!);
    if (req.url === "/begun") res.write("begun");
    if (req.url === "/never" || req.url === "/begun") return;
    const body = await readBody(req);
    if (body) res.end(`${req.method} ${req.url} ${body.length}`);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => void server.close());

/** Sends these bytes and returns everything that comes back until the server ends the connection. The client never ends it. */
function answerTo(...sent: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = open(port);
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("end", () => resolve(text));
    socket.on("error", ({ message }) => resolve(`${text} ${message}`));
    for (const each of sent) socket.write(each);
  });
}

const close = "Connection: close";

const upgrade = get("/", "Connection: Upgrade", "Upgrade: websocket");
const requests: [who: string, sent: (string | Buffer)[], answer: RegExp][] = [
  ["sends what is no HTTP", ["what is this?\r\n\r\n"], /^HTTP\/1.1 400 /],
  ["speaks another protocol", ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], /^HTTP\/1.1 400 /],
  ["sends headers without end", [`GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}`], /^HTTP\/1.1 431 /],
  ["asks for a tunnel", [get("/").toString().replace("GET /", "CONNECT x:80")], /^HTTP\/1.1 405 /],
  ["asks for another protocol, which is not taken up", [upgrade], /^HTTP\/1.1 200 .*GET \/ 0$/s],
  [
    "asks for it with a body",
    [get("/", "Connection: Upgrade", "Upgrade: h2c", "Content-Length: 3"), "abc"],
    /^HTTP\/1.1 200 .*GET \/ 3$/s,
  ],
  ["goes on with no HTTP", [get("/a"), "\r\nnonsense\r\n\r\n"], /^HTTP\/1.1 (200|400) /],
];

test("The server answers and ends a connection that the client never ends", async () => {
  const answers = await Promise.all(
    requests.map(async ([who, sent, answer]) => [who, await answerTo(...sent), answer] as const),
  );
  for (const [who, text, answer] of answers) expect(text, `of who ${who}`).toMatch(answer);
  await expect.poll(() => held.size, { timeout: 3_000 }).toBe(0);
});

test("A refusal is never written into an answer that has begun", async () => {
  const socket = open(port);
  let text = "";
  socket.on("data", (chunk) => (text += chunk));
  socket.write(get("/begun"));
  await expect.poll(() => text).toContain("begun");
  socket.write("nonsense\r\n\r\n");
  await expect.poll(() => held.size, { timeout: 3_000 }).toBe(0);
  expect(text).not.toContain("400");
});

test("A connection that is reset at any moment affects no other", async () => {
  const begun = [
    ...requests.flatMap(([, sent]) => sent),
    "GET / HTTP/1.1\r\nHo",
    get("/", "Content-Length: 9"),
    get("/begun"),
    get("/never"),
    Buffer.concat([get("/begun"), get("/a"), get("/b")]),
  ];
  for (const wait of [0, 5, 40]) {
    const sockets = begun.map((request) => {
      const socket = open(port);
      socket.write(request);
      return socket;
    });
    await pause(wait);
    for (const socket of sockets) socket.resetAndDestroy();
  }
  await expect.poll(() => held.size, { timeout: 3_000 }).toBe(0);
  expect(await answerTo(get("/still", close))).toContain("GET /still 0");
});

test("Requests that arrive together are answered one after the other, and none after their connection ended", async () => {
  answered.length = 0;
  expect(await answerTo(Buffer.concat([get("/1"), get("/2"), get("/3", close)]))).toMatch(
    /GET \/1 0.*GET \/2 0.*GET \/3 0/s,
  );
  expect(answered).toEqual(["/1", "/2", "/3"]);

  answered.length = 0;
  const socket = open(port);
  socket.write(Buffer.concat([get("/never"), get("/4"), get("/5")]));
  await expect.poll(() => answered).toEqual(["/never"]);
  socket.destroy();
  await expect.poll(() => held.size).toBe(0);
  expect(answered).toEqual(["/never"]);
});

test("A client that sends too many requests at once is cut off", async () => {
  await answerTo(Buffer.concat(Array.from({ length: 30 }, () => get("/never"))));
  await expect.poll(() => held.size).toBe(0);
});
