/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:stream").Duplex} Socket */

/**
 * The limits of one connection, in bytes and milliseconds. Node checks for late requests once a second. Its default of half a minute would
 * add to each limit.
 */
export const limitsOfConnections = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};

/** Milliseconds without a byte in either direction, unless the client waits for Steward. */
const longestSilence = 10_000;
/** Milliseconds from the headers of a request to the last byte of its answer. */
const longestExchange = 120_000;
/** Milliseconds for a refusal to arrive before the connection is cut. */
const grace = 1_000;
/** How many requests may wait for their answers on one connection. Browsers and proxies send one at a time. */
const mostUnanswered = 16;

/** @typedef {{ req: IncomingMessage, res: ServerResponse }} Exchange */

/** The unanswered requests of a connection, in order of arrival. @type {WeakMap<Socket, Exchange[]>} */
const unanswered = new WeakMap();
/** Connections that got their last answer. @type {WeakSet<Socket>} */
const refused = new WeakSet();

/**
 * Answers the requests of this server, and ensures that each connection ends. The other side may reset it, close half of it, send nothing,
 * read nothing, or send something other than HTTP. An `Upgrade` is not accepted (RFC 9110, 7.8): Node treats it like any other
 * request if nothing listens for upgrades.
 *
 * @param {import("node:http").Server} server made with {@link limitsOfConnections}
 * @param {Answer} answer
 */
export function handleConnections(server, answer) {
  server.timeout = longestSilence;
  // Node removes its own listener at an upgrade. The next error would then end the process.
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
  // Node continues to read what arrived before the connection ended.
  if (socket.destroyed || refused.has(socket)) return;
  res.on("error", ignore);
  // Node loses the bytes that it has read behind such a request.
  if (req.headers.upgrade !== undefined) res.setHeader("Connection", "close");
  const waiting = unanswered.get(socket) ?? [];
  unanswered.set(socket, waiting);
  if (waiting.push(exchange) > mostUnanswered) socket.destroy();
  else if (waiting.length === 1) answerFirst(waiting, answer);
}

/**
 * Answers one request at a time. An answer that waits behind another does not learn that its connection ended. It would keep its resources
 * open, such as the file that it sends.
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

/** Refuses bytes that are not HTTP, or too many or too slow: they never become a request. @param {NodeJS.ErrnoException} error @param {Socket} socket */
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
  // The client has sent everything and read everything: it waits for Steward.
  if (first.req.complete && socket.writableLength === 0) return;
  refuse(socket, "408 Request Timeout");
}

/**
 * Sends the reason in one line, and ends the connection.
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
  // Read the rest first: closing a connection with unread bytes resets it, and the answer is lost.
  socket.resume();
  setTimeout(() => socket.destroy(), grace);
}
