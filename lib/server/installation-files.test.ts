import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

/** The file as an installation with these settings has it. */
async function fileOf(path: string, variables: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const [{ installationFiles }, { loadLanguages }] = await Promise.all([
    import("@/lib/server/installation-files.mjs"),
    import("@/lib/i18n/load-languages.mjs"),
  ]);
  await loadLanguages();
  return installationFiles.get(path)!.content();
}

const manifestOf = async (variables?: Record<string, string>) =>
  JSON.parse((await fileOf("/site.webmanifest", variables)) ?? "null");

test("The manifest has the brand's name, and opens Home in a window of its own", async () => {
  const brand = 'Harbour "Côte"';
  expect(await manifestOf({ STEWARD_BRAND: brand })).toMatchObject({
    name: brand,
    start_url: "/",
    display: "standalone",
  });
});

test("The manifest's colours are the light theme's", async () => {
  const tokens = readFileSync("app/styles/tokens.css", "utf8");
  const light = (name: string) => hexOf(new RegExp(`--${name}: light-dark\\(oklch\\(([^)]*)\\)`).exec(tokens)![1]!);
  const { theme_color: theme, background_color: background } = await manifestOf();
  expect([theme, background]).toEqual([light("accent"), light("frame")]);
});

test("Each icon exists in its size, one of them for any shape", async () => {
  const { icons } = (await manifestOf()) as { icons: { src: string; sizes: string; purpose: string }[] };
  expect(icons.map(({ purpose }) => purpose)).toContain("maskable");
  const sizes = [["/apple-touch-icon.png", "180x180"], ...icons.map(({ src, sizes }) => [src, sizes])];
  const drawn = sizes.map(([src]) => {
    const png = readFileSync(`public${src}`);
    return [src, `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`];
  });
  expect(drawn).toEqual(sizes);
});

test("security.txt names the address for support, the languages and its own URL, and never expires", async () => {
  const settings = { STEWARD_SUPPORT: "help+panel@example.com", STEWARD_ORIGIN: "https://panel.example.com" };
  const lines = (await fileOf("/.well-known/security.txt", settings))!.split("\n");
  const expires = lines[1]!;
  expect(lines).toEqual([
    "Contact: mailto:help+panel@example.com",
    expires,
    "Preferred-Languages: en, fr",
    "Canonical: https://panel.example.com/.well-known/security.txt",
    "",
  ]);
  const days = (Date.parse(/^Expires: (\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(expires)![1]!) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(90);
  expect(days).toBeLessThan(365);
});

test.each([
  ["what#not?@example.com", "what%23not%3F@example.com"],
  ["hälp@exämple.com", "h%C3%A4lp@xn--exmple-cua.com"],
])("The address %s is a valid URL in security.txt", async (support, written) => {
  expect(await fileOf("/.well-known/security.txt", { STEWARD_SUPPORT: support })).toContain(
    `Contact: mailto:${written}\n`,
  );
});

test("Without an address for support there is no security.txt: the default address is an example", async () => {
  expect(await fileOf("/.well-known/security.txt")).toBeNull();
  expect(await fileOf("/.well-known/security.txt", { STEWARD_SUPPORT: " " })).toBeNull();
});

/** An oklch colour in sRGB (https://www.w3.org/TR/css-color-4/#color-conversion-code). */
function hexOf(oklch: string): string {
  const [lightness = 0, chroma = 0, hue = 0] = oklch.split(" ").map(Number);
  const [a, b] = [Math.cos, Math.sin].map((of) => chroma * of((hue * Math.PI) / 180)) as [number, number];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (light: number) =>
    Math.round(255 * (light <= 0.0031308 ? 12.92 * Math.max(0, light) : 1.055 * light ** (1 / 2.4) - 0.055));
  return `#${linear.map((light) => byte(light).toString(16).padStart(2, "0")).join("")}`;
}
