// Loaded into a server before anything else (`node --import`): logs the target of each connection that the process opens.
import { Socket } from "node:net";

const connect = Socket.prototype.connect;

/** @this {Socket} @param {any[]} given the arguments of net.connect; Node also passes them as a list internally @returns {Socket} */
function logged(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const { host, port, path } = typeof first === "object" ? first : { host: second, port: first, path: undefined };
  process.stderr.write(
    `${JSON.stringify({ event: "connection opened", message: path ?? `${host ?? "localhost"}:${port}` })}\n`,
  );
  return Reflect.apply(connect, this, given);
}

Socket.prototype.connect = logged;
