import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientIp, networkOf } from "@/lib/server/client-ip.mjs";

describe("the client's IP address", () => {
  const proxies = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];

  it("is the socket's IP address if no proxy is trusted", () => {
    expect(clientIp("203.0.113.7", "198.51.100.1", [])).toBe("203.0.113.7");
    expect(clientIp("203.0.113.7", "198.51.100.1", proxies)).toBe("203.0.113.7");
    expect(clientIp(undefined, "198.51.100.1", proxies)).toBe("unknown");
  });

  it.each([
    ["198.51.100.1", "198.51.100.1"],
    ["6.6.6.6, 198.51.100.1", "198.51.100.1"],
    ["6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1"],
    ["6.6.6.6,198.51.100.1 ,10.1.2.3,fd00::1", "198.51.100.1"],
    ["10.1.2.3", "10.1.2.3"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["::ffff:198.51.100.1", "198.51.100.1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["198.51.100.1:5000", "198.51.100.1"],
  ])("is, by a trusted proxy that wrote %j, %s", (header, ip) => {
    expect(clientIp("127.0.0.1", header, proxies)).toBe(ip);
    expect(clientIp("::ffff:127.0.0.1", header, proxies)).toBe(ip);
  });

  it.each(["", "unknown", "198.51.100.1, evil", ",", "1.2.3.4.5", "[::1", "_hidden", "010.0.0.1"])(
    "is the socket's IP address when the header is %j",
    (header) => expect(clientIp("127.0.0.1", header, proxies)).toBe("127.0.0.1"),
  );

  it("cannot be chosen by a client behind a trusted proxy", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.ipV4(), (sent, real) => {
        fc.pre(!real.startsWith("10.") && real !== "127.0.0.1");
        expect(clientIp("10.0.0.1", `${sent}, ${real}`, proxies)).toBe(real);
      }),
    );
  });

  it("accepts only IP addresses or ranges as proxies", () => {
    for (const proxy of ["", "localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8"]) {
      expect(() => clientIp("127.0.0.1", "198.51.100.1", [proxy])).toThrow(/address or a range/);
    }
  });
});

describe("the network of an IP address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8::/64"],
    ["::1", "::/64"],
    ["unknown", "unknown"],
    ["fe80::1%eth0", "fe80::/64"],
    ["1::2:3", "1::/64"],
  ])("of %s is %s", (ip, network) => expect(networkOf(ip)).toBe(network));

  it("is the same for a whole /64, and different for the next", () => {
    const group = fc.integer({ min: 1, max: 0xffff }).map((number) => number.toString(16));
    const four = fc.tuple(group, group, group, group).map((groups) => groups.join(":"));
    fc.assert(
      fc.property(four, four, four, (network, one, other) => {
        expect(networkOf(`${network}:${one}`)).toBe(networkOf(`${network}:${other}`));
        if (network !== one) expect(networkOf(`${network}:${other}`)).not.toBe(networkOf(`${one}:${other}`));
      }),
    );
  });
});
