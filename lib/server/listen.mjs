import { createServer } from "node:http";

/**
 * Listens at this port and host, or throws an error with a sentence for the operator.
 *
 * @param {import("node:http").Server} server
 * @param {number} port
 * @param {string} host an IP address or a name of this computer
 * @returns {Promise<void>}
 */
export function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    const refused = (/** @type {NodeJS.ErrnoException} */ error) => reject(explained(error, port, host));
    server.once("error", refused);
    server.listen(port, host, () => {
      server.off("error", refused);
      resolve();
    });
  });
}

/** The hosts to listen on: `localhost` has two IP addresses. @param {string} host */
export const hostsOf = (host) => (host === "localhost" ? ["127.0.0.1", "::1"] : [host]);

/**
 * Whether this computer does not have the IP address. A computer without IPv6 has only one of the two of `localhost`.
 *
 * @param {unknown} error of {@link listen}
 */
export const isHostUnavailable = (error) =>
  /^(EADDRNOTAVAIL|EAFNOSUPPORT|EPROTONOSUPPORT)$/.test(codeOf(/** @type {Error} */ (error).cause));

/**
 * Throws what {@link listen} would throw. A start checks this before everything else.
 *
 * @param {number} port
 * @param {string} host
 */
export async function checkPort(port, host) {
  for (const [at, each] of hostsOf(host).entries()) {
    const probe = createServer();
    try {
      await listen(probe, port, each);
    } catch (error) {
      if (at === 0 || !isHostUnavailable(error)) throw error;
    }
    await new Promise((closed) => probe.close(closed));
  }
}

/** @param {unknown} error */
const codeOf = (error) => String(/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code ?? "");

/** @param {NodeJS.ErrnoException} error @param {number} port @param {string} host */
function explained(error, port, host) {
  const notHere = `HOST is ${host}, which is not an address of this computer.`;
  const noName = `HOST is ${host}, which is not a name of this computer.`;
  const sentences = /** @type {Record<string, string>} */ ({
    EADDRINUSE: `Another program uses port ${port}. Stop it, or choose another port: PORT=${port === 3001 ? 3002 : 3001} npm start`,
    EACCES: `This user may not use port ${port}. Choose a port above 1024: PORT=3000 npm start`,
    EADDRNOTAVAIL: notHere,
    EAFNOSUPPORT: notHere,
    EINVAL: notHere,
    ENOTFOUND: noName,
    EAI_AGAIN: noName,
  });
  const other = `Steward cannot listen at port ${port} of ${host} (${error.code ?? error.message}).`;
  return new Error(sentences[codeOf(error)] ?? other, { cause: error });
}
