// Clients that follow no rule of HTTP or TCP.
import { connect, type Socket } from "node:net";
import { of } from "@/lib/testing/drawing";

/** Opens a connection that does not close automatically when the server closes its side. */
export function open(port: number, host = "127.0.0.1"): Socket {
  return connect({ port, host, allowHalfOpen: true }).on("error", () => {});
}

/** Runs one such client to its end. If it leaves its connection open, it does nothing more with it. */
export async function stranger(port: number, draw: () => number, files: string[]): Promise<Socket> {
  const socket = open(port, of(draw, ["127.0.0.1", "::1"]));
  // Some never read, so that the answer is stuck.
  if (draw() < 0.8) socket.resume();
  const bytes = of(draw, speeches)(draw, files);
  const cut = draw() < 0.5 ? bytes.length : Math.floor(draw() * bytes.length);
  const pieces = draw() < 0.2 ? 8 : 1;
  for (let at = 0; at < cut; at += Math.ceil(cut / pieces)) {
    socket.write(bytes.subarray(at, Math.min(cut, at + Math.ceil(cut / pieces))));
    await pause(draw() * 20);
  }
  await pause(draw() * 60);
  of(draw, endings)(socket);
  return socket;
}

export const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));

const endings: ((socket: Socket) => unknown)[] = [
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.destroy(),
  (socket) => socket.end(),
  () => {},
];

const head = (line: string, ...more: string[]) => Buffer.from([line, "Host: localhost", ...more, "", ""].join("\r\n"));
export const get = (path: string, ...more: string[]) => head(`GET ${path} HTTP/1.1`, ...more);
const upgrade = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];

/** What they send; most send only a part of it. */
const speeches: ((draw: () => number, files: string[]) => Buffer)[] = [
  () => get("/login"),
  () => get("/healthz"),
  (draw, files) => get(of(draw, files)),
  (draw, files) => Buffer.concat(Array.from({ length: 1 + Math.floor(draw() * 24) }, () => get(of(draw, files)))),
  () => Buffer.concat([get("/healthz"), get("/healthz"), noise(() => 0.5, 200)]),
  () =>
    Buffer.concat([
      head(
        "POST /login HTTP/1.1",
        "Origin: http://localhost",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Length: 4000",
      ),
      Buffer.alloc(4000, "x"),
    ]),
  () =>
    Buffer.concat([
      head("POST /login HTTP/1.1", "Content-Length: 200000", "Expect: 100-continue"),
      Buffer.alloc(200_000, "x"),
    ]),
  () =>
    Buffer.concat([head("POST /logout HTTP/1.1", "Transfer-Encoding: chunked"), Buffer.from("5\r\nhello\r\nzz\r\n")]),
  () => get("/", ...upgrade),
  () => get("/healthz", ...upgrade),
  (draw) => Buffer.concat([get("/healthz", ...upgrade), noise(draw, 300)]),
  () => get("/healthz", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
  (draw) => Buffer.concat([head("CONNECT localhost:80 HTTP/1.1"), noise(draw, 100)]),
  () => Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  () => get("/healthz", `X-Long: ${"x".repeat(20_000)}`),
  () => get("/healthz", "Content-Length: 1", "Content-Length: 2"),
  () => get("/healthz", "X: a\0b"),
  (draw) => noise(draw, 400),
];

const noise = (draw: () => number, length: number) =>
  Buffer.from(Array.from({ length }, () => Math.floor(draw() * 256)));
