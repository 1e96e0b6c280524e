// A GeoIP file in MaxMind's format (version 2.0), small enough for a test to write:
// https://maxmind.github.io/MaxMind-DB/

type Value = string | number | readonly string[] | { readonly [key: string]: Value };

/** @param places the data of each network, such as `203.0.113.0/24`; IPv4 is at the beginning of the IPv6 tree */
export function geoipFile(places: { readonly [network: string]: Value }, version: 4 | 6 = 6): Buffer {
  const data: Buffer[] = [];
  let length = 0;
  // A node has two branches: each is the number of another node, the data there, or nothing.
  const nodes: [Way, Way][] = [[null, null]];
  for (const [network, known] of Object.entries(places)) {
    const [ip = "", prefix] = network.split("/");
    const bits = bitsOf(ip, version).slice(0, (version === 6 && !ip.includes(":") ? 96 : 0) + Number(prefix));
    let node = nodes[0]!;
    for (const bit of bits.slice(0, -1)) {
      let next = node[bit];
      if (typeof next !== "number") node[bit] = next = nodes.push([null, null]) - 1;
      node = nodes[next]!;
    }
    node[bits.at(-1)!] = { at: length };
    length += data[data.push(encoded(known)) - 1]!.length;
  }
  const tree = Buffer.alloc(nodes.length * 8);
  const record = (way: Way) =>
    way === null ? nodes.length : typeof way === "number" ? way : nodes.length + 16 + way.at;
  nodes.forEach((ways, n) => ways.forEach((way, side) => tree.writeUInt32BE(record(way), n * 8 + side * 4)));
  const about = {
    node_count: nodes.length,
    record_size: 32,
    ip_version: version,
    database_type: "Test",
    languages: ["en", "fr"],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    description: {},
  };
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"),
    encoded(about),
  ]);
}

type Way = number | { at: number } | null;
type Bit = 0 | 1;

function bitsOf(ip: string, version: 4 | 6): Bit[] {
  const groups = ip.includes(":")
    ? groupsOf(ip)
    : ip.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
  const bits = groups.join("").padStart(version === 6 ? 128 : 32, "0");
  return [...bits].map((bit) => (bit === "1" ? 1 : 0));
}

function groupsOf(ip: string): string[] {
  const [head = "", tail = ""] = ip
    .split("::")
    .map((part) => part.split(":").filter(Boolean))
    .map((part) => part.join(":"));
  const [first, last] = [head.split(":").filter(Boolean), tail.split(":").filter(Boolean)];
  const groups = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => "0"), ...last];
  return groups.map((group) => parseInt(group, 16).toString(2).padStart(16, "0"));
}

/** Encodes a value: its type in the first three bits, and its size in the other five or in the next byte. */
function encoded(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from([value.length, 4]), ...value.map((each: string) => encoded(each))]);
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, each]) => [encoded(key), encoded(each)]),
  ]);
}

const control = (type: number, size: number) =>
  size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
