/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:stream").Duplex} Socket */

/**
 * What one connection may take, in bytes and milliseconds. Node looks for late requests once a second; its own default,
 * half a minute, would be added to each limit.
 */
export const limitsOfConnections = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};

/** Milliseconds without a byte in either direction, while it is not Steward that is waited for. */
const longestSilence = 10_000;
/** Milliseconds from a request's headers to the last byte of its answer. */
const longestExchange = 120_000;
/** Milliseconds in which a refusal can arrive before the connection is cut. */
const grace = 1_000;
/** Requests that may wait for their answers on one connection. Browsers and proxies send one at a time. */
const mostUnanswered = 16;

/** @typedef {{ req: IncomingMessage, res: ServerResponse }} Exchange */

/** What is not answered to the end on a connection, in the order in which it came. @type {WeakMap<Socket, Exchange[]>} */
const unanswered = new WeakMap();
/** Connections that got their last answer. @type {WeakSet<Socket>} */
const refused = new WeakSet();

/**
 * Answers what comes to this server, and sees to it that each of its connections ends, whatever the other side does: resets it,
 * closes half of it, sends nothing, reads nothing, or sends what is no HTTP. An `Upgrade` is not taken up (RFC 9110, 7.8): Node treats it as
 * any other request where nothing listens for upgrades.
 *
 * @param {import("node:http").Server} server made with {@link limitsOfConnections}
 * @param {Answer} answer
 */
export function attend(server, answer) {
  server.timeout = longestSilence;
  // Node takes its own listener away with an upgrade, and the next error would end the process.
  server.on("connection", (socket) => socket.on("error", ignore));
  server.on("request", (req, res) => take({ req, res }, answer));
  server.on("connect", (_req, socket) => refuse(socket, "405 Method Not Allowed"));
  server.on("clientError", refuseUnreadable);
  server.on("timeout", endSilence);
}

const ignore = () => {};

/** @typedef {(req: IncomingMessage, res: ServerResponse) => void} Answer */

/** @param {Exchange} exchange @param {Answer} answer */
function take(exchange, answer) {
  const { req, res } = exchange;
  const { socket } = req;
  // Node goes on reading what had arrived before the connection ended.
  if (socket.destroyed || refused.has(socket)) return;
  res.on("error", ignore);
  // What Node has read behind the request is lost then.
  if (req.headers.upgrade !== undefined) res.setHeader("Connection", "close");
  const waiting = unanswered.get(socket) ?? [];
  unanswered.set(socket, waiting);
  if (waiting.push(exchange) > mostUnanswered) socket.destroy();
  else if (waiting.length === 1) answerFirst(waiting, answer);
}

/**
 * One at a time: an answer that waits behind another is not told when its connection ends, and would keep what it holds open, such as
 * the file that it sends.
 *
 * @param {Exchange[]} waiting
 * @param {Answer} answer
 */
function answerFirst(waiting, answer) {
  const [first] = waiting;
  if (!first || first.req.socket.destroyed) return;
  const { req, res } = first;
  const late = setTimeout(() => req.socket.destroy(), longestExchange);
  res.once("close", () => {
    clearTimeout(late);
    waiting.shift();
    answerFirst(waiting, answer);
  });
  answer(req, res);
}

/** What is no HTTP, too much of it or too slow, never becomes a request. @param {NodeJS.ErrnoException} error @param {Socket} socket */
function refuseUnreadable(error, socket) {
  if (error.code === "ECONNRESET") return void socket.destroy();
  const status = /** @type {Record<string, string>} */ ({
    HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
    ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  })[error.code ?? ""];
  refuse(socket, status ?? "400 Bad Request");
}

/** @param {Socket} socket */
function endSilence(socket) {
  const [first] = unanswered.get(socket) ?? [];
  if (!first) return void socket.destroy();
  // The other side has sent all and read all: it waits for Steward.
  if (first.req.complete && socket.writableLength === 0) return;
  refuse(socket, "408 Request Timeout");
}

/**
 * Says why in one line, and ends the connection.
 *
 * @param {Socket} socket
 * @param {string} status
 */
function refuse(socket, status) {
  if (refused.has(socket)) return;
  refused.add(socket);
  const begun = unanswered.get(socket)?.[0]?.res.headersSent;
  if (!socket.writable || begun) return void socket.destroy();
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // A connection that is closed with something unread in it is reset, and the answer with it.
  socket.resume();
  setTimeout(() => socket.destroy(), grace);
}
