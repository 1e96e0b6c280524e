// `npm run icons`: writes components/ui/icons.svg from Lucide's icons (https://lucide.dev, ISC licence), each as one path.
// Also draws the icons for home screens in public/ from icon.svg there.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {[tag: string, attributes: Record<string, string>]} Shape */

/** The panel's name of an icon, and Lucide's. */
const names = {
  ArrowDown: "arrow-down",
  ArrowRight: "arrow-right",
  ArrowUp: "arrow-up",
  Ban: "ban",
  Check: "check",
  ChevronDown: "chevron-down",
  ChevronLeft: "chevron-left",
  ChevronRight: "chevron-right",
  CircleAlert: "circle-exclamation-point",
  CircleCheck: "circle-check",
  CircleUser: "circle-user-round",
  Clock: "clock",
  Copy: "copy",
  Download: "download",
  Ellipsis: "ellipsis",
  Eye: "eye",
  EyeOff: "eye-off",
  FileText: "file-text",
  Fingerprint: "fingerprint-pattern",
  Globe: "globe",
  House: "house",
  Info: "info",
  Key: "key-round",
  Keyboard: "keyboard",
  Laptop: "laptop",
  Layers: "layers",
  Lines: "scroll-text",
  Lock: "lock",
  LogOut: "log-out",
  Mail: "mail",
  MenuLines: "menu",
  Monitor: "monitor",
  Moon: "moon",
  Pencil: "pencil",
  Plus: "plus",
  Printer: "printer",
  Refresh: "refresh-cw",
  Restore: "rotate-ccw",
  Search: "search",
  Shield: "shield",
  ShieldCheck: "shield-check",
  Sliders: "sliders-horizontal",
  Smartphone: "smartphone",
  Sun: "sun",
  Trash: "trash",
  TriangleAlert: "triangle-exclamation-point",
  UserAbsent: "user-round-x",
  Users: "users-round",
  X: "x",
};

/** How many of the three strokes of a privilege are full; for the account holder, one solid block. */
const levels = { 1: strokes(1), 2: strokes(2), 3: strokes(3), all: '<path d="M3 0h13.2l-3 11H0z"/>' };

/** @param {number} level */
function strokes(level) {
  const [full, rest] = [[3, 8, 13].slice(0, level), [3, 8, 13].slice(level)].map((ends) =>
    ends.map((end) => `M${end} 0h3.2l-3 11H${end - 3}z`).join(""),
  );
  return `<path d="${full}"/>${rest && `<path d="${rest}" opacity=".25"/>`}`;
}

/** The text of components/ui/icons.svg: a symbol for each icon, in a square of 24, and for each level of a privilege. */
export async function drawIcons() {
  const icons = Object.entries(names).map(async ([name, theirs]) => {
    const { __iconData: icon } = await import(`../../node_modules/lucide-react/dist/esm/icons/${theirs}.mjs`);
    return symbol(name, "0 0 24 24", `<path d="${icon.node.map(pathOf).join("")}"/>`);
  });
  const privileges = Object.entries(levels).map(([level, drawn]) => symbol(`Level-${level}`, "0 0 17 11", drawn));
  const note = "<!-- Written by `npm run icons` from Lucide (ISC licence). -->";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">\n${note}\n${[...(await Promise.all(icons)), ...privileges].join("")}</svg>\n`;
}

/** @param {string} id @param {string} box @param {string} drawn */
const symbol = (id, box, drawn) => `<symbol id="${id}" viewBox="${box}">${drawn}</symbol>\n`;

/** The path that draws a shape. @param {Shape} shape */
function pathOf([tag, attributes]) {
  const number = (/** @type {string} */ name) => Number(attributes[name] ?? 0);
  switch (tag) {
    case "path":
      // It may follow another shape, but must begin from the corner.
      return (attributes.d ?? "").replace(/^m/, "M0 0m");
    case "line":
      return `M${number("x1")} ${number("y1")}L${number("x2")} ${number("y2")}`;
    case "circle":
      return round(number("cx"), number("cy"), number("r"));
    case "rect":
      return rectangle(number("x"), number("y"), number("width"), number("height"), number("rx"));
    default:
      throw new Error(`<${tag}> cannot be drawn as a path.`);
  }
}

/** @param {number} x @param {number} y @param {number} r */
const round = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} r the corners' */
function rectangle(x, y, width, height, r) {
  const corner = (/** @type {number} */ dx, /** @type {number} */ dy) => (r ? `a${r} ${r} 0 0 1 ${dx} ${dy}` : "");
  const [along, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${along}${corner(r, r)}v${down}${corner(-r, r)}h${-along}${corner(-r, -r)}v${-down}${corner(r, -r)}z`;
}

/** Draws public/icon.svg in other sizes. Home screens cut their own corners, so two icons fill their square. */
async function drawHomeScreenIcons() {
  const [{ chromium }, { findBrowser }] = [await import("@playwright/test"), await import("../testing/browser.mjs")];
  const icon = readFileSync(fileURLToPath(new URL("../../public/icon.svg", import.meta.url)), "utf8");
  const square = icon.replace(/ rx="[^"]*"/, "");
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
  const page = await browser.newPage();
  for (const { name, size, svg } of [
    { name: "apple-touch-icon", size: 180, svg: square },
    { name: "icon-192", size: 192, svg: icon },
    { name: "icon-512", size: 512, svg: icon },
    { name: "icon-maskable-512", size: 512, svg: square },
  ]) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    const path = fileURLToPath(new URL(`../../public/${name}.png`, import.meta.url));
    await page.screenshot({ path, omitBackground: true });
  }
  await browser.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL("../../components/ui/icons.svg", import.meta.url)), await drawIcons());
  await drawHomeScreenIcons();
}
