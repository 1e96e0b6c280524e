import QRCode from "qrcode";
import { afterEach, expect, it, vi } from "vitest";
import { newAppSecret, stepOf } from "@/lib/domain/two-factor/totp";
import { codeOf } from "@/lib/testing/totp";

afterEach(() => void vi.unstubAllEnvs());

/** RFC 6238, appendix B, for SHA-1: the time in seconds, and the last six of the eight digits. */
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
];

const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it("Codes match RFC 6238 and a second implementation", () => {
  for (const [seconds, code] of vectors) {
    expect(stepOf(rfcSecret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
    expect(codeOf(rfcSecret, seconds * 1000)).toBe(code);
  }
  for (let round = 0; round < 100; round++) {
    const secret = newAppSecret();
    const at = Math.floor(Math.random() * 4e12);
    expect(stepOf(secret, codeOf(secret, at), new Date(at))).toBe(Math.floor(at / 30_000));
  }
});

it("The phone's clock can be half a minute off, but no more", () => {
  const at = 1_800_000_000_000;
  const taken = (seconds: number) => stepOf(rfcSecret, codeOf(rfcSecret, at + seconds * 1000), new Date(at));
  expect([-30, 0, 29, 30, 59].map(taken)).toEqual([-1, 0, 0, 1, 1].map((steps) => at / 30_000 + steps));
  expect([-90, -60, -31, 60, 90].map(taken)).toEqual([null, null, null, null, null]);
});

it("A secret is 160 random bits", () => {
  const secrets = Array.from({ length: 1000 }, newAppSecret);
  expect(new Set(secrets).size).toBe(1000);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
});

it.each([
  ["Steward", "Steward"],
  ["Acme: Panel & Co", "Acme Panel & Co"],
  ["a:b", "a b"],
  [":Acme:", "Acme"],
  ["100 % / Wi-Fi? #1 é 株式会社", "100 % / Wi-Fi? #1 é 株式会社"],
  ["𐌀".repeat(40), "𐌀".repeat(40)],
])("An app reads the brand %s and the login from the QR code", async (brand, issuer) => {
  vi.stubEnv("STEWARD_BRAND", brand);
  vi.resetModules();
  const { appUri } = await import("@/lib/domain/two-factor/totp");
  const uri = appUri(rfcSecret, "1234-567-89/john.smith");
  const { protocol, host, pathname, searchParams } = new URL(uri);
  expect([protocol, host]).toEqual(["otpauth:", "totp"]);
  // Like the apps: decode the whole label, then split it at its only colon.
  expect(decodeURIComponent(pathname.slice(1)).split(":")).toEqual([issuer, "1234-567-89/john.smith"]);
  expect(Object.fromEntries(searchParams)).toEqual({ secret: rfcSecret, issuer });
  expect(QRCode.create(uri).modules.size).toBeGreaterThan(20);
});
