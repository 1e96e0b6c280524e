import { BlockList, isIP } from "node:net";

/**
 * The IP address of the client. `X-Forwarded-For` is trusted only as far as the operator's named proxies wrote it. It is read from the right,
 * past trusted ones, to the first that is not trusted. If a part is malformed, the socket's IP address counts.
 *
 * @param {string | undefined} socketIp
 * @param {string | undefined} forwardedFor the header's value; repeated headers joined by commas
 * @param {readonly string[]} trustedProxies IP addresses or ranges (`10.0.0.0/8`); throws an error for others
 * @returns {string} IPv6 in its shortest form; IPv4 as IPv4, even if it was mapped into IPv6
 */
export function clientIp(socketIp, forwardedFor, trustedProxies) {
  const socket = normalised(socketIp ?? "") ?? "unknown";
  if (!forwardedFor || trustedProxies.length === 0) return socket;
  const trusted = listOf(trustedProxies);
  const hops = forwardedFor.slice(-4_096).split(",").reverse();
  let client = socket;
  for (const hop of hops) {
    if (!includes(trusted, client)) return client;
    const next = normalised(hop.trim());
    if (!next) return socket;
    client = next;
  }
  return client;
}

/**
 * The network of an IP address. One customer often has many IPv6 addresses, so IPv6 counts by its /64, and IPv4 as it is.
 *
 * @param {string} ip
 */
export function networkOf(ip) {
  const known = normalised(ip);
  if (!known || isIP(known) !== 6) return known ?? ip;
  return `${new URL(`http://[${groupsOf(known).slice(0, 4).join(":")}::]/`).hostname.slice(1, -1)}/64`;
}

/** @type {Map<string, BlockList>} */
const lists = new Map();

/** @param {readonly string[]} ranges */
function listOf(ranges) {
  const key = ranges.join();
  const list = lists.get(key) ?? new BlockList();
  if (lists.has(key)) return list;
  for (const range of ranges) {
    const [ip = "", bits, ...more] = range.trim().split("/");
    const known = normalised(ip);
    const longest = known && isIP(known) === 6 ? 128 : 32;
    const length = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
    if (!known || more.length > 0 || length > longest) throw new Error(`Not an address or a range: ${range}`);
    list.addSubnet(known, length, isIP(known) === 6 ? "ipv6" : "ipv4");
  }
  lists.set(key, list);
  return list;
}

/** @param {BlockList} list @param {string} ip */
function includes(list, ip) {
  return isIP(ip) !== 0 && list.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4");
}

/** @param {string} text an IP address, perhaps with a zone, brackets or a port, as some proxies write it */
function normalised(text) {
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
  const ip = bare.replace(/%[\w.-]+$/, "");
  if (isIP(ip) !== 6) return isIP(ip) === 4 ? ip : null;
  const short = new URL(`http://[${ip}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!mapped) return short;
  const [high, low] = [parseInt(mapped[1] ?? "", 16), parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** @param {string} ip IPv6 in its shortest form */
function groupsOf(ip) {
  const [left = "", right] = ip.split("::");
  const [before, after] = [left, right ?? ""].map((side) => (side ? side.split(":") : []));
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array(missing).fill("0"), ...(after ?? [])];
}
